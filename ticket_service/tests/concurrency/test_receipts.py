"""Many receipts of one organizer at once: their numbers have no gap, and the proof that the test would notice."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence

import pytest
import pytest_asyncio
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.persistence.database import Database
from ticket_service.receipts import numbers
from ticket_service.receipts import service as receipts
from ticket_service.receipts.models import Receipt
from ticket_service.tests.concurrency.conftest import Alter
from ticket_service.tests.shop import Buyer, Offered, Shop

BuyerOf = Callable[[], Buyer]
RECEIPTS, AT_ONCE = 50, 6
UNIQUE = "uq_receipts_organizer_id_number"


async def _orders(shop: Shop, buyer: BuyerOf) -> tuple[Offered, Sequence[str]]:
    offered = await shop.publish({"price": 0})
    placed = await asyncio.gather(*(buyer().order(offered) for _ in range(RECEIPTS)))
    return offered, [order["id"] for order in placed]


async def _make(database: Database, order_id: str) -> None:
    async with database.transaction() as session:
        await receipts.make(session, order_id)


async def _at_once(work: Iterable[Awaitable[None]]) -> None:
    """Fewer than there are connections, so that nobody waits for one longer than the pool allows."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def in_turn(one: Awaitable[None]) -> None:
        async with turns:
            await one

    await asyncio.gather(*(in_turn(one) for one in work))


async def _given(database: Database, offered: Offered) -> list[int]:
    query = select(Receipt.number).where(Receipt.organizer_id == offered.event.organizer_id).order_by(Receipt.number)
    async with database.transaction() as session:
        return list((await session.execute(query)).scalars())


async def test_fifty_receipts_at_once_have_the_numbers_from_one_to_fifty(
    database: Database, shop: Shop, buyer: BuyerOf
):
    offered, orders = await _orders(shop, buyer)
    await _at_once(_make(database, order_id) for order_id in orders)
    assert await _given(database, offered) == list(range(1, RECEIPTS + 1))


async def test_a_receipt_that_is_rolled_back_leaves_no_gap_also_while_others_are_made(
    database: Database, shop: Shop, buyer: BuyerOf
):
    class PowerFailure(Exception):
        pass

    async def break_off(order_id: str) -> None:
        async with database.transaction() as session:
            await receipts.make(session, order_id)
            await session.flush()  # the row is written as well
            raise PowerFailure

    async def fail(order_id: str) -> None:
        with pytest.raises(PowerFailure):
            await break_off(order_id)

    offered, orders = await _orders(shop, buyer)
    work = [fail(order_id) if place % 2 else _make(database, order_id) for place, order_id in enumerate(orders)]
    await _at_once(work)
    assert await _given(database, offered) == list(range(1, RECEIPTS // 2 + 1))


@pytest_asyncio.fixture
async def without_constraint(alter: Alter) -> AsyncIterator[None]:
    await alter(f"ALTER TABLE receipts DROP CONSTRAINT {UNIQUE}")
    yield
    await alter("TRUNCATE receipts")
    await alter(f"ALTER TABLE receipts ADD CONSTRAINT {UNIQUE} UNIQUE (organizer_id, number)")


@pytest.mark.usefixtures("without_constraint")
async def test_control_the_highest_number_and_one_is_given_twice(
    database: Database, shop: Shop, buyer: BuyerOf, monkeypatch: pytest.MonkeyPatch
):
    two_look = asyncio.Barrier(2)

    async def highest_and_one(session: AsyncSession, organizer_id: str) -> int:
        highest = select(func.coalesce(func.max(Receipt.number), 0)).where(Receipt.organizer_id == organizer_id)
        found = (await session.execute(highest)).scalar_one()
        await two_look.wait()
        return found + 1

    offered, orders = await _orders(shop, buyer)
    monkeypatch.setattr(numbers, "take", highest_and_one)
    await _at_once(_make(database, order_id) for order_id in orders)
    given = await _given(database, offered)
    assert len(given) == RECEIPTS
    assert len(set(given)) < RECEIPTS
