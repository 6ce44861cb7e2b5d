"""What happened in an order's life, read from all that keeps it."""
