"""A local stand-in for Stripe: the part of its API that selling tickets needs, with faults on demand."""
