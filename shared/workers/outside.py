"""Work of a worker that waits for somebody outside, such as a mail server or a payment provider.

When they stall, everything that waits for them may stand still, but only in one of the worker's children: the others go on
with the rest.
"""

import contextlib
import fcntl
import tempfile
from collections.abc import Iterator
from pathlib import Path


class Outside:
    """Made before the worker's children are, which so share it: `with outside.alone() as is_alone:`."""

    def __init__(self) -> None:
        self._file, path = tempfile.mkstemp()  # open as long as the process
        Path(path).unlink()

    @contextlib.contextmanager
    def alone(self) -> Iterator[bool]:
        """Whether no other child is at it; what is left undone then is found again. A child that dies gives it back."""
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        try:
            yield True
        finally:
            fcntl.lockf(self._file, fcntl.LOCK_UN)
