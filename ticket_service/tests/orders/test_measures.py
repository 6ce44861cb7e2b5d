"""Orders that are stuck are seen by whoever watches."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
from sqlalchemy import update

from shared.persistence.database import Database
from shared.testing import figures
from shared.testing.figures import scrape
from ticket_service.orders.measures import GRACE, MEASURES
from ticket_service.orders.models import Order
from ticket_service.tests.shop import Buyer, Shop
from ticket_service.tests.till import Till

BuyerOf = Callable[[], Buyer]
# Orders of other tests are over later, and do not count at this time.
BEFORE_ALL_OTHERS = datetime(2010, 1, 1, tzinfo=UTC)


async def test_an_order_whose_time_is_long_over_counts_until_it_has_ended(
    shop: Shop, buyer: BuyerOf, till: Till, database: Database
):
    async def undecided(after: timedelta) -> float:
        return (await figures.at(BEFORE_ALL_OTHERS + after, database, MEASURES))["orders_undecided",]

    somebody = buyer()
    order = await somebody.order(await shop.publish())
    async with database.transaction() as session:
        await session.execute(update(Order).where(Order.id == order["id"]).values(expires_at=BEFORE_ALL_OTHERS))
    counts = [await undecided(GRACE + timedelta(seconds=seconds)) for seconds in (-60, -1, 1)]
    assert counts == [0, 0, 1]
    await till.expire()
    assert (await somebody.status(order), await undecided(2 * GRACE)) == ("expired", 0)


async def test_an_order_that_people_decide_counts(
    shop: Shop, buyer: BuyerOf, client: httpx.AsyncClient, database: Database
):
    order = await buyer().order(await shop.publish())
    before = await scrape(client)
    async with database.transaction() as session:
        await session.execute(update(Order).where(Order.id == order["id"]).values(status="review"))
    after = await scrape(client)
    assert after["orders_in_review",] == before["orders_in_review",] + 1
    assert "orders_undecided" in {name for name, *_ in after}
