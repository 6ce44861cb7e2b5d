"""Many buyers at once: never one ticket more than there is, and the proof that the test would notice."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence

import pytest
import pytest_asyncio
from sqlalchemy import ColumnElement, true

from shared.errors import Unavailable
from shared.persistence.database import Database
from ticket_service.stock import locked
from ticket_service.stock import service as stock
from ticket_service.stock.errors import SoldOut
from ticket_service.tests.concurrency.conftest import Alter
from ticket_service.tests.shop import Buyer, Offered, Shop

BuyerOf = Callable[[], Buyer]
NOT_OVERSOLD = "ck_allocations_not_oversold"


async def _rush(offered: Offered, buyers: Sequence[Buyer]) -> Counter[str]:
    """Everybody orders one ticket at the same moment; how many were answered what."""
    answers = await asyncio.gather(*(buyer.post("/orders", offered.order()) for buyer in buyers))
    return Counter(
        answer.json().get("status") if answer.status_code == 201 else answer.json()["code"] for answer in answers
    )


@pytest_asyncio.fixture
async def without_promise(alter: Alter, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """Stock without the condition of its updates and without the constraint behind them."""

    def always(_number: int) -> ColumnElement[bool]:
        return true()

    monkeypatch.setattr(stock, "_has_left", always)
    monkeypatch.setattr(locked.Counted, "has_left", lambda _self, _number: True)
    await alter(f"ALTER TABLE allocations DROP CONSTRAINT {NOT_OVERSOLD}")
    yield
    await alter("UPDATE allocations SET capacity = greatest(capacity, held + sold)")
    await alter(f"ALTER TABLE allocations ADD CONSTRAINT {NOT_OVERSOLD} CHECK (held + sold <= capacity)")


async def test_a_hundred_buyers_of_fifty_tickets_buy_exactly_fifty(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish({"price": 0}, capacity=50)
    assert await _rush(offered, [buyer() for _ in range(100)]) == {"paid": 50, "sold_out": 50}
    assert await shop.stock(offered) == (0, 50)


async def test_control_without_the_condition_the_same_rush_oversells(shop: Shop, buyer: BuyerOf, without_promise: None):
    offered = await shop.publish({"price": 0}, capacity=50)
    assert await _rush(offered, [buyer() for _ in range(100)]) == {"paid": 100}
    assert await shop.stock(offered) == (0, 100)


async def test_the_constraint_holds_when_the_condition_is_forgotten(
    shop: Shop, buyer: BuyerOf, monkeypatch: pytest.MonkeyPatch
):
    offered = await shop.publish({"price": 0}, capacity=5)
    monkeypatch.setattr(locked.Counted, "has_left", lambda _self, _number: True)
    answered = await _rush(offered, [buyer() for _ in range(10)])
    assert answered["paid"] == 5
    assert await shop.stock(offered) == (0, 5)


async def _sell_again_and_again(database: Database, offered: Offered, kinds: Sequence[str]) -> int:
    """Takes one ticket of each type, in the order in which they are named, until they are sold out."""
    taken = 0
    while True:
        try:
            async with database.transaction() as session:
                await stock.sell(session, offered.event_id, dict.fromkeys(kinds, 1))
            taken += 1
        except SoldOut:
            return taken


async def test_types_taken_together_in_opposite_orders_never_wait_for_each_other(database: Database, shop: Shop):
    offered = await shop.publish({}, {}, {}, capacity=60, overall=150)
    kinds = [kind.ticket_type_id for kind in offered.kinds]
    takers = [_sell_again_and_again(database, offered, order) for order in (kinds, kinds[::-1]) * 3]
    assert sum(await asyncio.gather(*takers)) == 50


async def _take_one_by_one(database: Database, offered: Offered, kinds: Sequence[str]) -> None:
    """What `sell` would do without an order of its locks."""
    for _ in range(20):
        async with database.transaction() as session:
            for kind in kinds:
                await stock.sell(session, offered.event_id, {kind: 1})
                await asyncio.sleep(0)


async def test_control_taken_in_the_order_of_the_wish_they_do(database: Database, shop: Shop):
    offered = await shop.publish({}, {}, capacity=1000)
    kinds = [kind.ticket_type_id for kind in offered.kinds]
    with pytest.raises(Unavailable):
        await asyncio.gather(*(_take_one_by_one(database, offered, order) for order in (kinds, kinds[::-1]) * 3))
