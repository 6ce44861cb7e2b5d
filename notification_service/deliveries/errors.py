class CannotBeSent(Exception):
    """It would fail in the same way at every attempt."""


class NotYet(Exception):
    """Something that it needs is not here yet."""
