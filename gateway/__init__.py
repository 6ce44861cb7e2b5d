"""The one entry of the API."""
