"""Figures, read as Prometheus reads them."""

from collections.abc import Iterable
from datetime import datetime

import httpx
import pytest
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from shared.persistence import backlog, clock
from shared.persistence.backlog import Measure
from shared.persistence.database import Database

PATIENCE_SECONDS = 30.0

Figures = dict[tuple[str, ...], float]


def read(exposition: str) -> Figures:
    """The figures by name and the values of their labels."""
    return _samples(text_string_to_metric_families(exposition))


def _samples(families: Iterable[Metric]) -> Figures:
    samples = [sample for family in families for sample in family.samples]
    return {(sample.name, *sample.labels.values()): sample.value for sample in samples}


async def scrape(client: httpx.AsyncClient) -> Figures:
    """What `/metrics` answers now; what it remembers is not asked for, and a slow machine has its time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backlog, "REMEMBERED_SECONDS", 0)
        patch.setattr(backlog, "READ_SECONDS", PATIENCE_SECONDS)
        return read((await client.get("/metrics")).text)


async def at(moment: datetime, database: Database, measures: Iterable[Measure]) -> Figures:
    """What the database's rows count for at a moment: what others leave behind does not become due between two of them."""
    async with database.transaction() as session:
        clock.set_now(session, moment)
        return _samples((await backlog.read(session, measures)).values())
