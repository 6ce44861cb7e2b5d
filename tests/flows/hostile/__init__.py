"""Requests that nobody means well with, for every operation of the API's own document, and what an answer must be like."""
