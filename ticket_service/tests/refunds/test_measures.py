"""Money that does not go back is seen by whoever watches."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
from sqlalchemy import update

from shared.database import Database
from shared.testing.figures import scrape
from ticket_service.refunds.models import Refund, RefundStatus
from ticket_service.tests.shop import Buyer, Shop

BuyerOf = Callable[[], Buyer]


async def test_refunds_that_are_due_and_those_that_failed_count(
    shop: Shop, buyer: BuyerOf, client: httpx.AsyncClient, database: Database
):
    somebody = buyer()
    order = await somebody.order(await shop.publish({"price": 0}))
    refund = await somebody.refund(order)

    async def becomes(**values: object) -> None:
        async with database.transaction() as session:
            await session.execute(update(Refund).where(Refund.id == refund["id"]).values(**values))

    await becomes(status=RefundStatus.FAILED, state="done")
    before = await scrape(client)
    due_at = datetime.now(UTC) - timedelta(hours=3)
    await becomes(status=RefundStatus.PROCESSING, state="waiting", due_at=due_at)
    after = await scrape(client)
    assert after["refunds_failed",] == before["refunds_failed",] - 1
    assert after["work_due", "refunds"] == before["work_due", "refunds"] + 1
    assert after["work_due_oldest_seconds", "refunds"] >= 10_800
    await becomes(status=RefundStatus.FAILED, state="done")
