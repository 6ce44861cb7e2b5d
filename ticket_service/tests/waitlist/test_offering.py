"""What returns is offered in the order of joining, before anybody else can have it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from shared.persistence.database import Database
from ticket_service.catalog.models import TicketType
from ticket_service.stock import service as stock
from ticket_service.stock.models import Allocation
from ticket_service.tests.handing import seen as refused
from ticket_service.tests.line import Line, accept, leave, seen
from ticket_service.tests.shop import Buyer, OrganizerOf, Shop
from ticket_service.waitlist import offering

BuyerOf = Callable[[], Buyer]
SoldOut = Callable[..., Awaitable[Line]]


async def test_what_returns_is_offered_to_the_first_in_line_and_becomes_a_hold(
    sold_out: SoldOut, shop: Shop, buyer: BuyerOf
):
    line = await sold_out(2, kind={"price": 0})
    first, second = buyer(), buyer()
    entries = [await line.join(first, 2), await line.join(second)]
    await line.give_back()
    assert refused(await buyer().post("/holds", line.offered.hold())) == (409, "sold_out")
    await line.serve()
    assert await line.statuses(entries) == ["offered", "waiting"]
    offered = await seen(first, entries[0])
    until = datetime.fromisoformat(offered["offered_until"]) - datetime.now(UTC)
    assert timedelta(minutes=29) < until <= timedelta(minutes=30)
    assert (offered["place"], (await seen(second, entries[1]))["place"]) == (None, 1)
    [told] = await shop.payloads(entries[0]["id"])
    assert (told["entry"]["account_id"], told["entry"]["quantity"]) == (first.person.account_id, 2)
    assert await shop.stock(line.offered) == (2, 0)
    accepted = await accept(first, entries[0])
    assert accepted.status_code == 201
    hold = accepted.json()
    assert (hold["status"], [item["quantity"] for item in hold["items"]]) == ("active", [2])
    assert await shop.stock(line.offered) == (2, 0)
    order = await first.post("/orders", {"hold_id": hold["id"], "holders": line.offered.holders(2)})
    assert (order.status_code, order.json()["status"]) == (201, "paid")
    assert await shop.stock(line.offered) == (0, 2)
    last = await seen(first, entries[0])
    assert (last["status"], last["hold_id"], last["offered_until"]) == ("accepted", hold["id"], None)
    assert await shop.told(entries[0]["id"]) == ["WaitlistOffered"]


async def test_neither_a_hold_nor_an_order_in_one_request_gets_what_others_wait_for(
    sold_out: SoldOut, shop: Shop, buyer: BuyerOf
):
    line = await sold_out(1, 1)
    entry = await line.join(waiting := buyer())
    await line.give_back()
    await line.give_back()
    for path, wish in (("/holds", line.offered.hold()), ("/orders", line.offered.order())):
        for somebody in (buyer(), waiting):
            assert refused(await somebody.post(path, wish)) == (409, "sold_out")
    await line.serve()
    assert await line.statuses([entry]) == ["offered"]
    # Nobody waits any more: the other ticket is anybody's.
    assert not await line.is_awaited()
    await buyer().hold(line.offered)
    assert await shop.stock(line.offered) == (2, 0)


async def test_who_is_first_and_wants_more_keeps_the_others_waiting(sold_out: SoldOut, buyer: BuyerOf):
    line = await sold_out(1, 1, 1)
    large, small = buyer(), buyer()
    entries = [await line.join(large, 2), await line.join(small)]
    await line.give_back()
    await line.serve()
    assert await line.statuses(entries) == ["waiting", "waiting"]
    await line.give_back()
    await line.serve()
    assert await line.statuses(entries) == ["offered", "waiting"]
    await line.give_back()
    await line.serve()
    assert await line.statuses(entries) == ["offered", "offered"]


async def test_a_line_is_served_to_its_end_when_enough_returns(
    sold_out: SoldOut, buyer: BuyerOf, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("ticket_service.waitlist.offering.ENTRIES_AT_ONCE", 2)
    line = await sold_out(5)
    entries = [await line.join(buyer()) for _ in range(6)]
    await line.give_back()
    await line.serve()
    assert await line.statuses(entries) == ["offered"] * 5 + ["waiting"]
    assert await line.is_awaited()


async def test_what_is_offered_counts_for_the_account(sold_out: SoldOut, buyer: BuyerOf):
    line = await sold_out(2, kind={"max_per_account": 2})
    entry = await line.join(somebody := buyer(), 1)
    await line.give_back()
    await line.serve()
    assert await line.statuses([entry]) == ["offered"]
    assert refused(await somebody.post("/holds", line.offered.hold(2))) == (409, "sold_out")
    await line.set(update(Allocation).where(Allocation.event_id == line.offered.event_id).values(capacity=9))
    assert refused(await somebody.post("/holds", line.offered.hold(2))) == (409, "too_many_per_account")


async def test_who_has_as_many_as_they_may_have_makes_room_for_the_next(sold_out: SoldOut, shop: Shop, buyer: BuyerOf):
    line = await sold_out(1, 1, kind={"max_per_account": 2})
    first, second = buyer(), buyer()
    had = await line.join(first)
    await line.give_back()
    await line.serve()
    assert (await accept(first, had)).status_code == 201
    entries = [await line.join(first), await line.join(second)]
    await line.set(update(TicketType).where(TicketType.id == line.offered.kind_id).values(max_per_account=1))
    await line.give_back()
    await line.serve()
    assert await line.statuses(entries) == ["ended", "offered"]
    assert (await seen(first, entries[0]))["ended_because"] == "limit_reached"
    assert [told["reason"] for told in await shop.payloads(entries[0]["id"])] == ["limit_reached"]
    assert await shop.stock(line.offered) == (2, 0)


async def test_an_offer_can_be_accepted_once_and_only_while_it_stands(sold_out: SoldOut, shop: Shop, buyer: BuyerOf):
    line = await sold_out(1)
    somebody = buyer()
    entry = await line.join(somebody)
    assert refused(await accept(somebody, entry)) == (409, "nothing_offered")
    await line.give_back()
    await line.serve()
    assert (await accept(somebody, entry)).status_code == 201
    assert refused(await accept(somebody, entry)) == (409, "nothing_offered")
    assert refused(await leave(somebody, entry)) == (409, "waitlist_entry_ended")
    assert await shop.stock(line.offered) == (1, 0)


async def test_a_raised_capacity_goes_to_the_line_first(sold_out: SoldOut, database: Database, buyer: BuyerOf):
    line = await sold_out(1)
    entries = [await line.join(buyer()) for _ in range(2)]
    async with database.transaction() as session:
        await stock.set_capacity(session, line.offered.event_id, line.offered.kind_id, 4)
    assert refused(await buyer().post("/holds", line.offered.hold())) == (409, "sold_out")
    await line.serve()
    assert await line.statuses(entries) == ["offered", "offered"]
    await buyer().hold(line.offered)


async def test_a_refunded_and_a_voided_ticket_go_to_the_line(
    shop: Shop, runtime: Any, buyer: BuyerOf, organizer: OrganizerOf
):
    line = Line(runtime, await shop.publish({"price": 0}, capacity=2))
    owner = buyer()
    orders = [await owner.order(line.offered) for _ in range(2)]
    entries = [await line.join(buyer()) for _ in range(2)]
    member = await organizer(line.offered)
    await member.refund(orders[0])
    [ticket] = await owner.tickets(orders[1])
    await member.post(f"/tickets/{ticket}/void", {"reason": "Given out twice"})
    assert refused(await buyer().post("/orders", line.offered.order())) == (409, "sold_out")
    await line.serve()
    assert await line.statuses(entries) == ["offered", "offered"]
    assert await shop.stock(line.offered) == (2, 0)


@pytest.mark.parametrize(
    ("until_doors", "expected"),
    [(timedelta(days=1), 1800), (timedelta(hours=1), 900), (timedelta(minutes=10), 300), (-timedelta(hours=1), 300)],
)
async def test_the_nearer_the_doors_the_shorter_the_offer(
    sold_out: SoldOut, buyer: BuyerOf, until_doors: timedelta, expected: int
):
    doors_at = datetime.now(UTC) + until_doors
    ends_at = datetime.now(UTC) + timedelta(days=2)
    line = await sold_out(1, doors_at=doors_at, starts_at=doors_at, ends_at=ends_at)
    entry = await line.join(somebody := buyer())
    await line.give_back()
    await line.serve()
    until = datetime.fromisoformat((await seen(somebody, entry))["offered_until"])
    lasts = (until - datetime.now(UTC)).total_seconds()
    assert expected - 30 < lasts <= expected


async def test_an_offer_is_over_with_the_sale(sold_out: SoldOut, buyer: BuyerOf):
    ends_at = (datetime.now(UTC) + timedelta(minutes=2)).replace(microsecond=0)
    line = await sold_out(1, kind={"sales_end_at": ends_at})
    entry = await line.join(somebody := buyer())
    await line.give_back()
    await line.serve()
    assert datetime.fromisoformat((await seen(somebody, entry))["offered_until"]) == ends_at


async def test_types_that_share_the_whole_events_tickets_are_served_in_one_order(
    shop: Shop, runtime: Any, database: Database, buyer: BuyerOf
):
    line = Line(runtime, await shop.publish({}, {}, capacity=10, overall=3))
    await line.sell_out(buyer(), 1, 1, 1, kind=1)
    entries = [await line.join(buyer(), 2, kind=0), await line.join(buyer(), 1, kind=1)]
    assert (await line.is_awaited(0), await line.is_awaited(1), await line.is_awaited(None)) == (True, True, True)
    await line.give_back()
    await line.serve()
    assert await line.statuses(entries) == ["waiting", "waiting"]
    await line.give_back()
    await line.serve()
    assert await line.statuses(entries) == ["offered", "waiting"]
    assert await shop.stock(line.offered, 0) == (2, 0)
    await line.give_back()
    await line.serve()
    assert await line.statuses(entries) == ["offered", "offered"]
    assert not any([await line.is_awaited(0), await line.is_awaited(1), await line.is_awaited(None)])


async def test_the_whole_events_tickets_are_kept_until_a_long_line_is_served(
    shop: Shop, runtime: Any, database: Database, buyer: BuyerOf, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("ticket_service.waitlist.offering.ENTRIES_AT_ONCE", 2)
    line = Line(runtime, await shop.publish({}, {}, capacity=10, overall=1))
    await line.sell_out(buyer(), 1, kind=1)
    entries = [await line.join(buyer()) for _ in range(3)]
    async with database.transaction() as session:
        await stock.set_overall_capacity(session, line.offered.event_id, 4)
    for has_more in (True, False):
        assert await line.is_awaited(None)
        async with database.transaction() as session:
            assert await offering.offer(session, runtime.settings, line.offered.event_id) == has_more
    assert await line.statuses(entries) == ["offered"] * 3
    assert not await line.is_awaited(None)


async def test_who_lacks_a_ticket_of_their_own_type_keeps_nobody_from_the_whole_events(
    shop: Shop, runtime: Any, database: Database, buyer: BuyerOf
):
    line = Line(runtime, await shop.publish({}, {}, capacity=2, overall=3))
    await line.sell_out(buyer(), 1, kind=1)
    await line.sell_out(buyer(), 2, kind=0)
    entry = await line.join(buyer(), 2, kind=0)
    await line.give_back()
    await line.serve()
    assert await line.statuses([entry]) == ["waiting"]
    assert not await line.is_awaited(None)
    await line.sell_out(buyer(), 1, kind=1)
