"""Several sweepers at once, and a hold that ends in three ways at the same moment: its tickets go back once."""

import asyncio
from collections.abc import Callable

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import selectinload

from shared.ids import new_id
from shared.persistence.database import Database
from ticket_service.holds import service as holds
from ticket_service.holds.models import Hold, HoldStatus
from ticket_service.stock import claims
from ticket_service.stock.models import Allocation
from ticket_service.sweeping import sweep
from ticket_service.tests.shop import Buyer, Offered, Shop
from ticket_service.tests.till import LONG_AGO

BuyerOf = Callable[[], Buyer]


async def _let_time_pass(database: Database, offered: Offered, *, but: str) -> None:
    """The time of all holds of the event is over, but for one."""
    async with database.transaction() as session:
        others = update(Hold).where(Hold.event_id == offered.event_id, Hold.id != but)
        await session.execute(others.values(expires_at=LONG_AGO))


async def _sweep(database: Database) -> None:
    await sweep(database, holds.find_due, holds.expire)


async def test_sweepers_that_run_together_give_each_ticket_back_once(database: Database, shop: Shop, buyer: BuyerOf):
    offered = await shop.publish()
    somebody = buyer()
    kept = await somebody.hold(offered, 3)
    for _ in range(10):
        await somebody.hold(offered)
    await _let_time_pass(database, offered, but=kept["id"])
    await asyncio.gather(*(_sweep(database) for _ in range(6)))
    await _sweep(database)
    assert await shop.stock(offered) == (3, 0)


async def _sweep_without_locks(database: Database, offered: Offered, met: asyncio.Barrier) -> None:
    async with database.transaction() as session:
        due = select(Hold).where(Hold.event_id == offered.event_id, Hold.expires_at == LONG_AGO)
        found = (await session.execute(due.options(selectinload(Hold.lines)))).scalars().all()
        await met.wait()
        for hold in found:
            hold.status = HoldStatus.EXPIRED
        await claims.give_back(session, found)


async def test_control_sweepers_without_locks_give_them_back_twice(database: Database, shop: Shop, buyer: BuyerOf):
    offered = await shop.publish()
    somebody = buyer()
    kept = await somebody.hold(offered, 3)
    await somebody.hold(offered)
    await _let_time_pass(database, offered, but=kept["id"])
    met = asyncio.Barrier(2)
    await asyncio.gather(*(_sweep_without_locks(database, offered, met) for _ in range(2)))
    assert await shop.stock(offered) == (2, 0)
    await _forget(database, offered)


async def _forget(database: Database, offered: Offered) -> None:
    """The event's holds are over without giving anything back: a control has spoiled their counts."""
    async with database.transaction() as session:
        await session.execute(update(Hold).where(Hold.event_id == offered.event_id).values(status=HoldStatus.EXPIRED))


async def test_a_row_that_cannot_be_ended_stops_no_other(database: Database, shop: Shop, buyer: BuyerOf):
    spoiled, sound = await shop.publish(), await shop.publish()
    for offered in (spoiled, sound):
        await buyer().hold(offered)
        await _let_time_pass(database, offered, but=new_id("hold"))
    async with database.transaction() as session:
        none_held = update(Allocation).where(Allocation.event_id == spoiled.event_id).values(held=0)
        await session.execute(none_held)
    await _sweep(database)
    assert await shop.stock(sound) == (0, 0)
    await _forget(database, spoiled)


@pytest.mark.parametrize("round_", range(5))
async def test_ordered_released_and_extended_at_once_a_hold_ends_once(shop: Shop, buyer: BuyerOf, round_: int):
    offered = await shop.publish({"price": 0})
    somebody = buyer()
    hold = await somebody.hold(offered)
    path = f"/holds/{hold['id']}"
    ordered, released, _ = await asyncio.gather(
        somebody.post("/orders", {"hold_id": hold["id"], "holders": offered.holders()}),
        somebody.client.delete(f"/api/v1{path}", auth=somebody.person),
        somebody.post(f"{path}/extend"),
    )
    assert sorted([ordered.status_code == 201, released.status_code == 204]) == [False, True]
    assert await shop.stock(offered) == ((0, 1) if ordered.status_code == 201 else (0, 0))
