"""Receipts and credit notes: numbered without gaps by organizer, made when somebody first asks, never changed."""
