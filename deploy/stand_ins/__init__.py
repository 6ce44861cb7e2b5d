"""Local stand-ins for what a development system would otherwise need from outside: Stripe, and a mailbox."""
