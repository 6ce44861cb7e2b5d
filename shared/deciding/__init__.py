"""One key, one effect, one answer; and requests that are decided together."""
