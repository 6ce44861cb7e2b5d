"""Tickets return in a storm of buyers: exactly the first in line get them, and nobody else, and never one too many.

Each control does the same without what guards it and shows the opposite.
"""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pytest
from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from shared.persistence import clock
from shared.runtime import Runtime
from ticket_service.config import Settings
from ticket_service.holds.models import Hold
from ticket_service.stock import claims, locked
from ticket_service.stock import service as stock
from ticket_service.stock.awaited import AwaitedStock
from ticket_service.stock.models import Allocation
from ticket_service.tests.line import Line, accept, leave
from ticket_service.tests.shop import Buyer, Shop
from ticket_service.tests.waiting import until
from ticket_service.waitlist import queries
from ticket_service.waitlist.models import WaitlistEntry

BuyerOf = Callable[[], Buyer]
rounds = pytest.mark.parametrize("round_", range(3))
RETURNED, WAITING, BUYERS = 5, 8, 15


@pytest.fixture
async def line(runtime: Runtime[Settings], shop: Shop, buyer: BuyerOf) -> Line:
    """Sold out, in holds of one ticket."""
    line = Line(runtime, await shop.publish({"price": 0}, capacity=RETURNED + 1))
    await line.sell_out(buyer(), *[1] * (RETURNED + 1))
    return line


async def _storm(line: Line, buyers: Sequence[Buyer]) -> int:
    """Tickets return one by one while everybody tries to buy them and two workers serve the line; how many bought one."""
    returning = asyncio.Event()

    async def give_back() -> None:
        for _ in range(RETURNED):
            await line.give_back()
        returning.set()

    async def serve() -> None:
        while not returning.is_set():
            await line.serve()

    async def buy(buyer: Buyer, number: int) -> bool:
        bought = False
        while not bought and not returning.is_set():
            path, wish = ("/orders", line.offered.order()) if number % 2 else ("/holds", line.offered.hold())
            bought = (await buyer.post(path, wish)).status_code == 201
        return bought

    buying = [buy(buyer, number) for number, buyer in enumerate(buyers)]
    bought, *_ = await asyncio.gather(asyncio.gather(*buying), give_back(), serve(), serve())
    await until(partial(_is_served, line))
    return sum(bought)


async def _is_served(line: Line) -> bool:
    await line.serve()
    return sum(await Shop(line.database).stock(line.offered)) == RETURNED + 1


@rounds
async def test_in_a_storm_of_buyers_exactly_the_first_in_line_get_what_returns(
    line: Line, shop: Shop, buyer: BuyerOf, round_: int
):
    entries = [await line.join(buyer()) for _ in range(WAITING)]
    assert await _storm(line, [buyer() for _ in range(BUYERS)]) == 0
    assert await line.statuses(entries) == ["offered"] * RETURNED + ["waiting"] * (WAITING - RETURNED)
    assert await shop.stock(line.offered) == (RETURNED + 1, 0)


@pytest.fixture
def anybody_may_buy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is kept for the line."""

    def has_left(number: int) -> ColumnElement[bool]:
        return Allocation.held + Allocation.sold + number <= Allocation.capacity

    def has_left_in_group(counted: locked.Counted, number: int) -> bool:
        return counted.in_use + number <= counted.allocation.capacity

    monkeypatch.setattr(stock, "_has_left", has_left)
    monkeypatch.setattr(locked.Counted, "has_left", has_left_in_group)


async def test_control_what_is_not_kept_for_the_line_others_buy(
    line: Line, shop: Shop, buyer: BuyerOf, anybody_may_buy: None
):
    entries = [await line.join(buyer()) for _ in range(WAITING)]
    bought = await _storm(line, [buyer() for _ in range(BUYERS)])
    assert bought > 0
    assert (await line.statuses(entries)).count("offered") == RETURNED - bought
    assert sum(await shop.stock(line.offered)) == RETURNED + 1


@pytest.fixture
async def offered(line: Line, buyer: BuyerOf) -> tuple[Line, Buyer, dict[str, Any]]:
    """Somebody to whom a ticket is offered; nobody else has one."""
    entry = await line.join(somebody := buyer())
    while line.holds:
        await line.give_back()
    await line.serve()
    assert await line.statuses([entry]) == ["offered"]
    return line, somebody, entry


@rounds
async def test_an_offer_is_accepted_or_given_up_or_passes_never_two_of_them(
    offered: tuple[Line, Buyer, dict[str, Any]], shop: Shop, round_: int
):
    line, somebody, entry = offered

    async def pass_by() -> None:
        await line.offer_runs_out(entry)
        await line.serve()

    accepted, left, _ = await asyncio.gather(accept(somebody, entry), leave(somebody, entry), pass_by())
    assert [accepted.status_code == 201, left.status_code == 200].count(True) <= 1
    assert await shop.stock(line.offered) == (1 if accepted.status_code == 201 else 0, 0)
    assert await line.statuses([entry]) == ["accepted" if accepted.status_code == 201 else "ended"]


async def test_control_without_the_lock_what_was_accepted_is_given_up_as_well(
    offered: tuple[Line, Buyer, dict[str, Any]], shop: Shop
):
    line, somebody, entry = offered
    async with line.database.transaction() as session:
        read = await session.get_one(WaitlistEntry, entry["id"])
        assert (await accept(somebody, entry)).status_code == 201
        await claims.give_back(session, [read])
    assert await shop.stock(line.offered) == (0, 0)
    assert (await somebody.post("/orders", line.offered.order())).status_code == 201
    await line.set(update(Hold).where(Hold.event_id == line.offered.event_id).values(status="expired"))


@rounds
async def test_of_several_wishes_at_once_an_account_has_one_place(line: Line, buyer: BuyerOf, round_: int):
    somebody = buyer()
    answers = await asyncio.gather(*(line.ask_to_join(somebody) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert await _live(line) == 1


async def test_control_without_the_lock_two_find_none_and_the_index_refuses_the_second(line: Line, buyer: BuyerOf):
    somebody, met = buyer(), asyncio.Barrier(2)

    async def join_without_lock() -> None:
        async with line.database.transaction() as session:
            assert await queries.list_live_for_update(session, somebody.person.account_id) == []
            await met.wait()
            session.add(await _entry(session, line, somebody))

    outcomes = await asyncio.gather(*(join_without_lock() for _ in range(2)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes if outcome is not None] == [IntegrityError]
    assert await _live(line) == 1
    await line.set(update(Allocation).where(Allocation.event_id == line.offered.event_id).values(is_awaited=True))


@rounds
async def test_who_joins_while_the_line_is_found_empty_is_not_forgotten(line: Line, buyer: BuyerOf, round_: int):
    entry = await line.join(first := buyer())
    await line.give_back()
    await leave(first, entry)
    second, third = buyer(), buyer()
    *answers, _, _ = await asyncio.gather(line.ask_to_join(second), line.ask_to_join(third), line.serve(), line.serve())
    joined = [answer.json() for answer in answers if answer.status_code == 201]
    assert await line.is_awaited() or "waiting" not in await line.statuses(joined)


async def test_control_who_joins_without_the_lock_of_the_stock_is_forgotten(line: Line, buyer: BuyerOf):
    entry = await line.join(first := buyer())
    await line.give_back()
    await leave(first, entry)
    async with line.database.transaction() as session:
        session.add(await _entry(session, line, buyer()))
        await session.flush()
        await line.serve()
    assert await _live(line) == 1
    assert not await line.is_awaited()
    await line.set(update(Allocation).where(Allocation.event_id == line.offered.event_id).values(is_awaited=True))


async def test_control_workers_that_do_not_lock_the_stock_offer_a_ticket_twice(line: Line, shop: Shop, buyer: BuyerOf):
    entries = [await line.join(buyer()) for _ in range(2)]
    await line.give_back()
    met = asyncio.Barrier(2)

    async def offer_without_locks(entry_id: str) -> None:
        async with line.database.transaction() as session:
            entry = await session.get_one(WaitlistEntry, entry_id)
            allocations = await session.execute(select(Allocation).where(Allocation.event_id == line.offered.event_id))
            stock = AwaitedStock(line.offered.event_id, {one.ticket_type_id: one for one in allocations.scalars()})
            await met.wait()
            assert stock.has_left(entry.ticket_type_id, 1)
            stock.hold(entry.ticket_type_id, 1)
            entry.offer(await clock.now(session))

    await asyncio.gather(*(offer_without_locks(entry["id"]) for entry in entries))
    assert await line.statuses(entries) == ["offered", "offered"]
    assert await shop.stock(line.offered) == (RETURNED + 1, 0)
    ended = {"status": "ended", "ended_because": "left", "offered_until": None}
    await line.set(update(WaitlistEntry).where(WaitlistEntry.event_id == line.offered.event_id).values(ended))


async def _entry(session: AsyncSession, line: Line, somebody: Buyer) -> WaitlistEntry:
    return WaitlistEntry(
        account_id=somebody.person.account_id,
        event_id=line.offered.event_id,
        ticket_type_id=line.offered.kind_id,
        quantity=1,
        joined_at=await clock.now(session),
    )


async def _live(line: Line) -> int:
    query = select(func.count()).where(
        WaitlistEntry.event_id == line.offered.event_id, WaitlistEntry.status.in_(["waiting", "offered"])
    )
    async with line.database.transaction() as session:
        return (await session.execute(query)).scalar_one()
