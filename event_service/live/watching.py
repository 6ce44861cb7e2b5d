"""One look per second at the figures of all events that anybody watches, however many watch them.

Why it looks instead of being told: `docs/decisions/0017-live-figures.md`.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field

import structlog

from event_service.analytics import service as analytics
from event_service.analytics.schemas import SalesFigures
from event_service.events import queries
from event_service.live.errors import TooManyOfYours, TooManyStreams
from shared.persistence.database import Database

log = structlog.get_logger()

LOOK_SECONDS = 1.0
MOST_OF_AN_ACCOUNT = 8


@dataclass
class Watched:
    """An event's figures as they were last seen, in words of the wire; empty before the first look."""

    text: str = ""
    watchers: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def show(self, text: str) -> None:
        """Wakes all who wait for another text, and whoever waits from now on waits for the next one."""
        if text != self.text:
            self.text = text
            self.changed.set()
            self.changed = asyncio.Event()


class Watching:
    """All streams of this process."""

    def __init__(self, database: Database, *, most: int) -> None:
        self._database = database
        self._most = most
        self._events: dict[str, Watched] = {}
        self._accounts: Counter[str] = Counter()
        self._looking: asyncio.Task[None] | None = None

    @contextlib.contextmanager
    def place(self, account_id: str) -> Iterator[None]:
        """One of the bounded number of streams. Raises TooManyStreams or TooManyOfYours."""
        if self._accounts.total() >= self._most:
            raise TooManyStreams(retry_after=30)
        if self._accounts[account_id] >= MOST_OF_AN_ACCOUNT:
            raise TooManyOfYours(retry_after=30)
        self._accounts[account_id] += 1
        try:
            yield
        finally:
            self._accounts -= Counter([account_id])

    @contextlib.asynccontextmanager
    async def watched(self, event_id: str) -> AsyncIterator[Watched]:
        """The event is looked at while the block runs."""
        event = self._events.setdefault(event_id, Watched())
        event.watchers += 1
        if self._looking is None:
            self._looking = asyncio.create_task(self._keep_looking(), name="look at figures")
        try:
            yield event
        finally:
            event.watchers -= 1
            if not event.watchers:
                del self._events[event_id]
            if not self._events:
                self._looking.cancel()
                self._looking = None

    async def _keep_looking(self) -> None:
        while True:
            try:
                for event_id, text in (await self._seen()).items():
                    if event_id in self._events:  # nobody may watch it any more
                        self._events[event_id].show(text)
            except Exception as error:  # noqa: BLE001  whatever keeps it from looking now, it looks again
                log.warning("looking_failed", error=type(error).__name__)
            await asyncio.sleep(LOOK_SECONDS)

    async def _seen(self) -> Mapping[str, str]:
        async with self._database.transaction() as session:
            events = await queries.list_all(session, list(self._events))
            sums = await analytics.list_sums_of_all(session, events)
        return {event.id: SalesFigures.of(event, sums[event.id]).model_dump_json() for event in events}
