"""Who people are beyond their account: profiles, settings, and what they bought."""
