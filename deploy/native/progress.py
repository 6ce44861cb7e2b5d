"""A line per step with the time that it took."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


class Progress:
    """`spent`: the seconds that somebody waits already."""

    def __init__(self, stream: TextIO | None = None, *, spent: float = 0.0) -> None:
        self._stream = stream or sys.stdout
        self._began = time.monotonic() - spent

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        began = time.monotonic()
        try:
            yield
        except BaseException:
            self.say(f"{title}: failed after {time.monotonic() - began:.1f} s")
            raise
        self.say(f"{title} ({time.monotonic() - began:.1f} s)")

    def say(self, text: str) -> None:
        self._stream.write(f"[{time.monotonic() - self._began:6.1f} s] {text}\n")
        self._stream.flush()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began


class Quiet(Progress):
    """For tests: says nothing."""

    def say(self, text: str) -> None:
        pass
