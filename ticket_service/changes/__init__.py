"""What happens to an order and its tickets and is kept nowhere else: rows that are added and never changed."""
