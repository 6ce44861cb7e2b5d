"""Orders of many events share groups, and an event that somebody is busy with holds up none of the others."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Select, Text, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.errors import Unavailable
from shared.messages.event import EventChanged, EventState, SaleRulesChanged, SaleRulesState
from shared.persistence.database import Database
from shared.runtime import Runtime
from shared.testing.messages import wrap
from ticket_service.catalog import service as catalog
from ticket_service.config import Settings
from ticket_service.holds import service as holds
from ticket_service.holds.models import Hold
from ticket_service.listeners import listeners
from ticket_service.orders.models import Order
from ticket_service.pricing.models import CodeUses
from ticket_service.sales.together import OrderDesk
from ticket_service.stock import sale_status
from ticket_service.stock.models import Allocation
from ticket_service.tests.concurrency.wishes import one_ticket
from ticket_service.tests.shop import Buyer, Shop, discount
from ticket_service.tests.waiting import until_somebody_waits

EVENTS, ORDERS_EACH = 8, 4


async def test_orders_of_many_events_share_transactions(runtime: Runtime[Settings], shop: Shop, database: Database):
    desk, events = OrderDesk(runtime), [await shop.publish({"price": 0}) for _ in range(EVENTS)]
    await asyncio.gather(*(desk.place(one_ticket(offered)) for offered in events for _ in range(ORDERS_EACH)))
    assert [await shop.stock(offered) for offered in events] == [(0, ORDERS_EACH)] * EVENTS
    async with database.transaction() as session:
        of_events = Order.event_id.in_([offered.event_id for offered in events])
        transactions = await session.execute(
            select(literal_column("xmin::text", Text)).select_from(Order).where(of_events)
        )
        assert len(set(transactions.scalars())) < EVENTS


async def _is_answered_while_another_event_is_busy(runtime: Runtime[Settings], shop: Shop, database: Database) -> bool:
    """One that is asked for in the same group."""
    first, busy, free = [await shop.publish({"price": 0}) for _ in range(3)]
    desk = OrderDesk(runtime)
    async with database.transaction() as other:
        await other.execute(select(Allocation).where(Allocation.event_id == busy.event_id).with_for_update())
        asked = [asyncio.create_task(desk.place(one_ticket(offered))) for offered in (first, busy, free)]
        done, _ = await asyncio.wait({asked[2]}, timeout=0.8)
        assert not asked[1].done()
    assert [(await each).status_code for each in asked] == [201] * 3
    return bool(done)


async def test_an_event_that_somebody_is_busy_with_holds_up_no_other(
    runtime: Runtime[Settings], shop: Shop, database: Database
):
    assert await _is_answered_while_another_event_is_busy(runtime, shop, database)


async def test_control_where_a_group_waits_for_each_lock_it_does(
    runtime: Runtime[Settings], shop: Shop, database: Database, monkeypatch: pytest.MonkeyPatch
):
    lock = Select.with_for_update

    def waiting(self: Select[Any], **_options: Any) -> Select[Any]:
        return lock(self)

    monkeypatch.setattr(Select, "with_for_update", waiting)
    assert not await _is_answered_while_another_event_is_busy(runtime, shop, database)


async def _tells_after_waiting(shop: Shop, database: Database) -> float:
    """A group has locked a code when a page with its event's new title and new rules comes; then its sale crosses a line.

    For how many seconds the group waits then.
    """
    offered = await shop.publish({})
    code = discount(max_uses=5)
    await shop.rule(offered, code)
    rules = SaleRulesChanged(event_id=offered.event_id, rules=SaleRulesState(codes=[code]), version=3)
    page = [wrap(EventChanged(event_id=offered.event_id, event=offered.event, version=2)), wrap(rules)]

    async def hear() -> None:
        async with database.transaction() as session:
            await listeners.apply(session, page)

    async with database.transaction() as group:
        await group.execute(select(CodeUses).where(CodeUses.code_id == code.code_id).with_for_update())
        hearing = asyncio.create_task(hear())
        await until_somebody_waits(database)
        started = time.monotonic()
        await sale_status.tell(group, offered.event_id)
        waited = time.monotonic() - started
    await asyncio.wait([hearing])
    return waited


async def test_messages_about_an_event_keep_nobody_waiting_who_keeps_them_waiting(shop: Shop, database: Database):
    assert await _tells_after_waiting(shop, database) < 0.5


async def test_control_messages_that_are_told_at_once_keep_waiting_who_keeps_them_waiting(
    shop: Shop, database: Database, monkeypatch: pytest.MonkeyPatch
):
    keep = catalog.keep_event

    async def keep_and_tell(session: AsyncSession, event: EventState, version: int) -> None:
        await keep(session, event, version)
        await sale_status.tell(session, event.event_id)

    monkeypatch.setattr(catalog, "keep_event", keep_and_tell)
    assert await _tells_after_waiting(shop, database) > 0.5


async def test_what_is_given_back_of_several_events_keeps_no_other_ticket_type_waiting(
    runtime: Runtime[Settings], shop: Shop, database: Database, buyer: Callable[[], Buyer]
):
    """The first event's sale crosses a line, the second event is busy: the others are told when both are locked."""
    free, busy = await shop.publish({"price": 0}, {"price": 0}, capacity=1), await shop.publish({}, capacity=1)
    held = [(await buyer().hold(offered))["id"] for offered in (free, busy)]

    async def give_back() -> None:
        async with database.transaction() as session:
            await session.execute(update(Hold).where(Hold.id.in_(held)).values(expires_at=datetime.now(UTC)))
        async with database.transaction() as session:
            await holds.expire(session, held)

    async with database.transaction() as other:
        await other.execute(select(Allocation).where(Allocation.event_id == busy.event_id).with_for_update())
        giving = asyncio.create_task(give_back())
        await until_somebody_waits(database)
        asked = asyncio.create_task(OrderDesk(runtime).place(one_ticket(free, kind=1)))
        done, _ = await asyncio.wait({asked}, timeout=0.8)
    await asyncio.wait({giving})
    assert giving.exception() is None or isinstance(giving.exception(), Unavailable)
    assert done
    assert asked.result().status_code == 201
