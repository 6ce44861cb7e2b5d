"""Buyers who take money back through their bank: what the provider says of it, and what it leaves to refund."""
