"""Orders that are stuck are seen by whoever watches."""

from collections.abc import Callable

import httpx
from sqlalchemy import update

from shared.database import Database
from shared.testing.figures import scrape
from ticket_service.orders.models import Order
from ticket_service.tests.shop import Buyer, Shop
from ticket_service.tests.till import Till

BuyerOf = Callable[[], Buyer]


async def test_an_order_whose_time_is_long_over_counts_until_it_has_ended(
    shop: Shop, buyer: BuyerOf, till: Till, client: httpx.AsyncClient
):
    await till.expire()
    before = await scrape(client)
    somebody = buyer()
    order = await somebody.order(await shop.publish())
    assert (await scrape(client))["orders_undecided",] == before["orders_undecided",]
    await till.time_to_pay_is_over(order)
    assert (await scrape(client))["orders_undecided",] == before["orders_undecided",] + 1
    await till.expire()
    assert (await somebody.status(order), (await scrape(client))["orders_undecided",]) == (
        "expired",
        before["orders_undecided",],
    )


async def test_an_order_that_people_decide_counts(
    shop: Shop, buyer: BuyerOf, client: httpx.AsyncClient, database: Database
):
    order = await buyer().order(await shop.publish())
    before = await scrape(client)
    async with database.transaction() as session:
        await session.execute(update(Order).where(Order.id == order["id"]).values(status="review"))
    assert (await scrape(client))["orders_in_review",] == before["orders_in_review",] + 1
