"""Services that find and ask each other."""
