"""A line per step with the time that it took, and now and then one about what takes long."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


class Progress:
    """`spent`: the seconds that somebody waits already. `patience`: after how many more a step says that it goes on."""

    def __init__(self, stream: TextIO | None = None, *, spent: float = 0.0, patience: float = 10.0) -> None:
        self._stream = stream or sys.stdout
        self._began = time.monotonic() - spent
        self._patience = patience

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        began = time.monotonic()
        try:
            with self._saying(f"not yet: {title}"):
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

    @contextmanager
    def _saying(self, text: str) -> Iterator[None]:
        """Again and again, and nothing any more once it is left."""
        done = threading.Event()

        def speak() -> None:
            while not done.wait(self._patience):
                self.say(text)

        speaker = threading.Thread(target=speak, daemon=True)
        speaker.start()
        try:
            yield
        finally:
            done.set()
            speaker.join()


class Quiet(Progress):
    """For tests: says nothing."""

    def say(self, text: str) -> None:
        pass
