"""Who asks, and how that is proved: tokens, keys, sessions that have ended."""
