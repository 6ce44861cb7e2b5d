"""Answers that go on: a bounded number of them, which take no place from requests and end when the process leaves."""

import asyncio
import contextlib
from collections.abc import Iterator

from gateway import metrics
from shared.web.problems import Refused


class Streams:
    def __init__(self, leaving: asyncio.Event, *, most: int) -> None:
        self.leaving = leaving
        self._most = most
        self._open = 0

    @contextlib.contextmanager
    def place(self) -> Iterator[None]:
        """One of the bounded number. Raises Refused when there is none, or when this process leaves."""
        if self.leaving.is_set() or self._open >= self._most:
            raise Refused(503, "unavailable", "No more can watch live here; ask now and then.", retry_after=30)
        self._count(1)
        try:
            yield
        finally:
            self._count(-1)

    def _count(self, more: int) -> None:
        self._open += more
        metrics.STREAMS.set(self._open)
