"""Orders under review: people have settled them elsewhere, and say how."""
