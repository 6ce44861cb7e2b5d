"""What crosses services: the checks of the whole tree, and the flows through the running system."""
