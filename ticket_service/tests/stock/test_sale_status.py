"""When an event is on sale, by the clock."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from shared.persistence import clock
from shared.persistence.database import Database
from ticket_service.stock import sale_status
from ticket_service.stock.sale_status import SaleStatus, level_of
from ticket_service.tests.shop import Buyer, Offered, Shop

BuyerOf = Callable[[], Buyer]


@pytest.mark.parametrize(
    ("capacity", "in_use", "level"),
    [
        (100, 0, SaleStatus.ON_SALE),
        (100, 89, SaleStatus.ON_SALE),
        (100, 90, SaleStatus.FEW_LEFT),
        (100, 99, SaleStatus.FEW_LEFT),
        (100, 100, SaleStatus.SOLD_OUT),
        (5, 3, SaleStatus.ON_SALE),
        (5, 4, SaleStatus.FEW_LEFT),
        (1, 0, SaleStatus.FEW_LEFT),
        (0, 0, SaleStatus.SOLD_OUT),
    ],
)
def test_few_left_is_a_tenth_and_always_the_last_ticket(capacity: int, in_use: int, level: SaleStatus):
    assert level_of(capacity, in_use) == level


async def test_the_clock_alone_opens_a_sale_and_the_others_are_told(database: Database, shop: Shop):
    opens_at = datetime.now(UTC) + timedelta(hours=1)
    offered = await shop.publish({"sales_start_at": opens_at})
    assert await _told(shop, offered) == ["not_yet"]
    for moment in (opens_at - timedelta(seconds=1), opens_at, opens_at + timedelta(seconds=1)):
        await _at(database, moment)
    assert await _told(shop, offered) == ["not_yet", "on_sale"]


async def test_the_end_of_a_sale_is_told(database: Database, shop: Shop):
    closes_at = datetime.now(UTC) + timedelta(hours=1)
    offered = await shop.publish({"sales_end_at": closes_at})
    for moment in (closes_at - timedelta(seconds=1), closes_at, closes_at + timedelta(seconds=1)):
        await _at(database, moment)
    assert await _told(shop, offered) == ["on_sale", "ended"]


async def _at(database: Database, moment: datetime) -> None:
    """What the worker tells at that moment."""
    async with database.transaction() as session:
        clock.set_now(session, moment)
        await sale_status.tell_due(session, 1000)


async def _told(shop: Shop, offered: Offered) -> list[str]:
    return [told["sale_status"] for told in await shop.payloads(offered.event_id) if "sale_status" in told]
