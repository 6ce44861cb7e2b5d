"""Whether this process has just added or left something to send, so that it can look at once instead of at the next sweep.

Only a hint: it is given before the commit and lost with the process, and the schedule finds what it misses.
"""

import threading

_given = threading.Event()


def give() -> None:
    _given.set()


def take() -> bool:
    """Whether a hint was given since the last time."""
    was_given = _given.is_set()
    _given.clear()
    return was_given
