"""The copy of events follows the messages, and only forwards."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.ids import new_id
from shared.messages.event import (
    EventChanged,
    OrganizerMembersChanged,
    StaffChanged,
    TicketTypeChanged,
)
from shared.persistence.database import Database
from shared.testing.messages import tell
from ticket_service.catalog.models import Code, Event, EventStaff, OrganizerMembers, SaleRules, TicketType
from ticket_service.listeners import listeners
from ticket_service.pricing import uses
from ticket_service.pricing.errors import CodeExhausted
from ticket_service.pricing.locked import LockedUses
from ticket_service.pricing.models import CodeUses
from ticket_service.tests.shop import Buyer, Shop, discount


async def test_a_changed_event_replaces_the_copy_and_an_older_one_does_not(database: Database, shop: Shop):
    offered = await shop.publish()
    newer = offered.event.model_copy(update={"title": "Another Night"})
    older = offered.event.model_copy(update={"title": "An Old Night"})
    await tell(
        database,
        listeners,
        EventChanged(event_id=offered.event_id, event=newer, version=3),
        EventChanged(event_id=offered.event_id, event=older, version=2),
    )
    async with database.transaction() as session:
        assert (await session.get_one(Event, offered.event_id)).title == "Another Night"


async def test_a_ticket_knows_its_events_image_and_why_it_was_postponed(
    database: Database, shop: Shop, buyer: Callable[[], Buyer]
):
    offered, somebody = await shop.publish({"price": 0}), buyer()
    await somebody.order(offered)
    [ticket] = (await somebody.get("/tickets")).json()["data"]
    assert (ticket["event"]["image_url"], ticket["event"]["status_reason"]) == (None, None)
    told = {
        "status": "postponed",
        "status_reason": "The singer is ill.",
        "postponed_from": offered.event.starts_at,
        "image_id": new_id("img"),
    }
    newer = offered.event.model_copy(update=told)
    await tell(database, listeners, EventChanged(event_id=offered.event_id, event=newer, version=3))
    [ticket] = (await somebody.get("/tickets")).json()["data"]
    assert ticket["event"]["image_url"] == f"/api/v1/events/{offered.event_id}/image?v={newer.image_id}"
    assert ticket["event"]["status_reason"] == "The singer is ill."
    assert ticket["event"]["postponed_from"] == ticket["event"]["starts_at"]


async def test_a_changed_ticket_type_keeps_its_stock_and_a_new_one_begins_with_none(database: Database, shop: Shop):
    offered = await shop.publish(capacity=30)
    changed = offered.kinds[0].model_copy(update={"name": "Seated", "version": 2})
    new = offered.kinds[0].model_copy(update={"ticket_type_id": new_id("tt"), "position": 1})
    await tell(
        database,
        listeners,
        TicketTypeChanged(event_id=offered.event_id, ticket_type=changed, version=2),
        TicketTypeChanged(event_id=offered.event_id, ticket_type=new, version=3),
    )
    async with database.transaction() as session:
        assert (await session.get_one(TicketType, changed.ticket_type_id)).name == "Seated"
        assert (await session.get_one(TicketType, new.ticket_type_id)).position == 1
    assert (await shop.told(offered.event_id)).count("AllocationChanged") == 2


async def test_staff_may_be_told_before_the_event_and_replace_each_other(database: Database):
    event_id, organizer_id = new_id("evt"), new_id("org")
    first, second = new_id("usr"), new_id("usr")
    await tell(
        database,
        listeners,
        StaffChanged(event_id=event_id, account_ids=[first, second], version=2),
        StaffChanged(event_id=event_id, account_ids=[first], version=1),
        OrganizerMembersChanged(organizer_id=organizer_id, account_ids=[first], version=1),
        OrganizerMembersChanged(organizer_id=organizer_id, account_ids=[second], version=2),
    )
    async with database.transaction() as session:
        assert (await session.get_one(EventStaff, event_id)).account_ids == [first, second]
        assert (await session.get_one(OrganizerMembers, organizer_id)).account_ids == [second]


async def test_sale_rules_replace_each_other_with_their_codes_and_older_ones_do_not(database: Database, shop: Shop):
    offered = await shop.publish()
    first, second = discount("FIRST", max_uses=5), discount("SECOND")
    await shop.rule(offered, first, second, version=1, tax_rate=700)
    await shop.rule(offered, second, version=3, tax_rate=1900)
    await shop.rule(offered, first, version=2, tax_rate=1000)
    async with database.transaction() as session:
        assert (await session.get_one(SaleRules, offered.event_id)).tax_rate == 1900
        codes = await session.execute(select(Code.code).where(Code.event_id == offered.event_id))
        assert list(codes.scalars()) == ["SECOND"]


async def test_a_limit_of_uses_never_falls_below_what_is_used(database: Database, shop: Shop):
    offered, code = await shop.publish(), discount(max_uses=5)
    await shop.rule(offered, code, version=1)
    async with database.transaction() as session:
        await session.execute(update(CodeUses).where(CodeUses.code_id == code.code_id).values(used=3))
    for version, (wished, kept) in enumerate([(2, 3), (None, None), (9, 9)], start=2):
        await shop.rule(offered, code.model_copy(update={"max_uses": wished}), version=version)
        async with database.transaction() as session:
            row = await session.get_one(CodeUses, code.code_id)
            assert (row.used, row.wished_uses, row.max_uses) == (3, wished, kept)


@pytest.mark.parametrize("in_groups", [False, True])
async def test_a_lowered_limit_holds_when_uses_come_back(
    database: Database, shop: Shop, buyer: Callable[[], Buyer], in_groups: bool
):
    offered, told = await shop.publish(), discount(max_uses=4)
    await shop.rule(offered, told, version=1)
    somebody = buyer()
    orders = [await somebody.order(offered, discount_code="EARLYBIRD") for _ in range(4)]
    await shop.rule(offered, told.model_copy(update={"max_uses": 2}), version=2)
    for order in orders[1:]:
        await somebody.post(f"/orders/{order['id']}/cancel")
    async with database.transaction() as session:
        await _use(session, await session.get_one(Code, told.code_id), in_groups)
    assert await shop.uses(told) == 2
    async with database.transaction() as session:
        with pytest.raises(CodeExhausted):
            await _use(session, await session.get_one(Code, told.code_id), in_groups)
    assert await shop.uses(told) == 2


async def _use(session: AsyncSession, code: Code, in_groups: bool) -> None:
    account_id = new_id("usr")
    if not in_groups:
        await uses.take(session, account_id, [code])
        return
    locked = await LockedUses.lock(session, [code], [account_id])
    locked.require(account_id, [code])
    locked.take(account_id, [code])
    await locked.write(session)


async def test_sales_end_with_the_event_at_the_latest(database: Database, shop: Shop):
    offered = await shop.publish({"sales_end_at": None})
    async with database.transaction() as session:
        event = await session.get_one(Event, offered.event_id)
        kind = await session.get_one(TicketType, offered.kind_id)
    assert kind.last_sale_at(event) == event.ends_at
    kind.sales_end_at = event.ends_at + timedelta(days=1)
    assert kind.last_sale_at(event) == event.ends_at
