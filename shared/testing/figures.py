"""A scrape, read as Prometheus reads it."""

import httpx
from prometheus_client.parser import text_string_to_metric_families

from shared import backlog

Figures = dict[tuple[str, ...], float]


def read(exposition: str) -> Figures:
    """The figures by name and the values of their labels."""
    families = text_string_to_metric_families(exposition)
    samples = [sample for family in families for sample in family.samples]
    return {(sample.name, *sample.labels.values()): sample.value for sample in samples}


async def scrape(client: httpx.AsyncClient) -> Figures:
    """What `/metrics` answers now; what it remembers is not asked for."""
    remembered, backlog.REMEMBERED_SECONDS = backlog.REMEMBERED_SECONDS, 0
    try:
        return read((await client.get("/metrics")).text)
    finally:
        backlog.REMEMBERED_SECONDS = remembered
