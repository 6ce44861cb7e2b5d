"""Money that does not go back is seen by whoever watches."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
from sqlalchemy import update

from shared.persistence.database import Database
from shared.testing import figures
from ticket_service.refunds.measures import MEASURES
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
    now = datetime.now(UTC)
    before = await figures.at(now, database, MEASURES)
    await becomes(status=RefundStatus.PROCESSING, state="waiting", due_at=now - timedelta(hours=3))
    after = await figures.at(now, database, MEASURES)
    assert after["refunds_failed",] == before["refunds_failed",] - 1
    assert after["work_due", "refunds"] == before["work_due", "refunds"] + 1
    assert after["work_due_oldest_seconds", "refunds"] >= 10_800
    assert set(after) <= set(await figures.scrape(client))
    await becomes(status=RefundStatus.FAILED, state="done")
