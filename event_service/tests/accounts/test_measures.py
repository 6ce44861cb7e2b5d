"""What other services were not told yet is seen by whoever watches."""

import httpx

from shared.testing.figures import scrape


async def test_all_kinds_of_work_are_counted(client: httpx.AsyncClient):
    kinds = {labels[0] for name, *labels in await scrape(client) if name == "work_due"}
    assert kinds == {"role_grants", "address_lookups", "pending_capacities"}
