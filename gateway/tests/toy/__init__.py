"""A service with nothing of its own, started and stopped like the real ones: `python -m shared.serve gateway.tests.toy`."""
