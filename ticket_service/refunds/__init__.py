"""Money that goes back, and the tickets that end with it."""
