"""Whether this process has just added something to send, so that it can look at once instead of at the next sweep.

Only a hint: it is given before the commit and lost with the process, and the schedule finds what it misses.
"""

import threading

_added = threading.Event()


def give() -> None:
    _added.set()


def take() -> bool:
    """Whether a hint was given since the last time."""
    was_added = _added.is_set()
    _added.clear()
    return was_added
