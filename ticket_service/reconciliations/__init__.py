"""Compares what the payment provider shows with our orders, payments and refunds, and these with tickets and stock."""
