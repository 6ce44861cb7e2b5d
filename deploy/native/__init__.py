"""Starts the system on one machine without containers; also for tests: see `stack.Stack` and `test_servers`."""
