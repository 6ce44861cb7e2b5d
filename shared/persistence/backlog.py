"""What waits in a service's database, as gauges: read when `/metrics` is asked for, remembered for a few seconds.

Every process of a service answers the same figures, and its workers, which nobody can ask, have none of their own.
"""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import ColumnElement, Executable, Float, extract, func, literal
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from shared.persistence import clock
from shared.persistence.database import Database

log = structlog.get_logger()

REMEMBERED_SECONDS = 5.0
READ_SECONDS = 1.0


@dataclass(frozen=True)
class Measure:
    """A gauge and the query that answers it at a moment: rows of one value per label, then the figure; nothing means 0.

    The query must be cheap however large its table grows: it is asked every few seconds.
    """

    name: str
    meaning: str
    query: Callable[[datetime], Executable]
    labels: tuple[str, ...] = ()


def oldest_seconds(moment: datetime, since: InstrumentedAttribute[datetime]) -> ColumnElement[float]:
    """How long ago the earliest of a column's moments was."""
    return func.greatest(extract("epoch", literal(moment) - func.min(since)).cast(Float), 0)


async def read(session: AsyncSession, measures: Iterable[Measure]) -> dict[str, Metric]:
    """The figures at the transaction's moment, by name."""
    families: dict[str, Metric] = {}
    moment = await clock.now(session)
    for measure in measures:
        empty = GaugeMetricFamily(measure.name, measure.meaning, labels=measure.labels)
        family = families.setdefault(measure.name, empty)
        for *labels, figure in await session.execute(measure.query(moment)):
            named = dict(zip(measure.labels, map(str, labels), strict=True))
            family.add_sample(measure.name, named, float(figure or 0))
    return families


class Backlog(Collector):
    """The last figures that were read; while the database does not answer, none: old ones would reassure."""

    def __init__(self, database: Database, measures: Sequence[Measure]) -> None:
        self._database = database
        self._measures = measures
        self._reading: asyncio.Task[None] | None = None
        self._read_at = -REMEMBERED_SECONDS
        self._families: dict[str, Metric] = {}

    async def refresh(self) -> None:
        """Reads the figures again when they are old. Raises nothing and takes a second, whatever the database does."""
        if self._reading is None or (self._reading.done() and time.monotonic() - self._read_at >= REMEMBERED_SECONDS):
            self._reading = asyncio.create_task(self._read())
        # Not canceled when it hangs: to cancel a query asks the database too. Its own limits end it.
        done, _ = await asyncio.wait({self._reading}, timeout=READ_SECONDS)
        if not done:
            self._families = {}

    async def _read(self) -> None:
        try:
            async with self._database.transaction() as session:
                self._families = await read(session, self._measures)
        except Exception as error:  # noqa: BLE001  whatever a database that is away raises, the other figures are told
            log.warning("backlog_not_read", cause=repr(error))
            self._families = {}
        self._read_at = time.monotonic()

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily(
            "backlog_is_readable", "Whether the database answers what waits in it.", value=bool(self._families)
        )
        yield from self._families.values()
