"""A service with nothing of its own, for starting and stopping: `python -m shared.commands.serve gateway.tests.toy`."""
