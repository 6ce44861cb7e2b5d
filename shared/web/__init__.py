"""A service over HTTP: its application, what it lets in, how errors leave, lists, health, documentation."""
