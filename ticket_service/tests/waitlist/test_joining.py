"""Who may wait for what, and what they see of it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from shared.ids import new_id
from shared.messages.event import EventPostponed
from shared.testing.messages import tell
from ticket_service.listeners import listeners
from ticket_service.tests.handing import seen as refused
from ticket_service.tests.line import Line, accept, leave, seen
from ticket_service.tests.shop import Buyer, Shop, access

BuyerOf = Callable[[], Buyer]
SoldOut = Callable[..., Awaitable[Line]]
ABSENT = f"wle_{'0' * 32}"


async def test_who_joins_stands_behind_everybody_who_did_so_before(sold_out: SoldOut, buyer: BuyerOf):
    line = await sold_out(2)
    people = [buyer() for _ in range(3)]
    entries = [await line.join(somebody) for somebody in people]
    assert [(entry["status"], entry["place"], entry["quantity"]) for entry in entries] == [
        ("waiting", 1, 1),
        ("waiting", 2, 1),
        ("waiting", 3, 1),
    ]
    assert entries[0]["event"]["title"] == "A Night"
    assert (await leave(people[0], entries[0])).json()["ended_because"] == "left"
    assert [(await seen(*one))["place"] for one in zip(people, entries, strict=True)] == [None, 1, 2]


async def test_nobody_waits_for_what_can_be_bought(shop: Shop, sold_out: SoldOut, buyer: BuyerOf):
    line = await sold_out(1, 1)
    await line.give_back()
    assert refused(await line.ask_to_join(buyer())) == (409, "not_sold_out")
    # Not even for more tickets than there are left: the last ones would be kept from others.
    assert refused(await line.ask_to_join(buyer(), 2)) == (409, "not_sold_out")


async def test_what_has_returned_to_a_line_can_only_be_waited_for(sold_out: SoldOut, buyer: BuyerOf):
    line = await sold_out(1)
    await line.join(buyer())
    await line.give_back()
    assert (await line.join(buyer()))["place"] == 2


async def test_an_account_waits_once_for_a_type_and_may_wait_again_afterwards(
    shop: Shop, line_of_two: Line, buyer: BuyerOf
):
    somebody = buyer()
    entry = await line_of_two.join(somebody)
    again = await line_of_two.ask_to_join(somebody)
    assert (refused(again), again.json()["waitlist_entry_id"]) == ((409, "already_waiting"), entry["id"])
    assert (await line_of_two.join(somebody, kind=1))["place"] == 1
    await leave(somebody, entry)
    assert (await line_of_two.join(somebody))["id"] != entry["id"]


@pytest.fixture
async def line_of_two(sold_out: SoldOut, shop: Shop, buyer: BuyerOf, runtime: Any) -> Line:
    """Two types, both sold out."""
    line = Line(runtime, await shop.publish({}, {}, capacity=1))
    for kind in (0, 1):
        await line.sell_out(buyer(), 1, kind=kind)
    return line


async def test_limits_hold_for_who_waits(sold_out: SoldOut, buyer: BuyerOf):
    line = await sold_out(2, kind={"max_per_order": 2, "max_per_account": 2})
    assert refused(await line.ask_to_join(buyer(), 3)) == (409, "too_many_per_order")
    owner, _ = line.holds[0]
    assert refused(await line.ask_to_join(owner)) == (409, "too_many_per_account")
    small = await sold_out(2)
    assert refused(await small.ask_to_join(buyer(), 3)) == (409, "more_than_there_are")
    assert not await small.is_awaited()


@pytest.mark.parametrize("quantity", [0, -1, 1001, 1.5, "1", None])
async def test_what_is_no_number_of_tickets_is_refused(sold_out: SoldOut, buyer: BuyerOf, quantity: object):
    line = await sold_out(1)
    wish = {"ticket_type_id": line.offered.kind_id, "quantity": quantity}
    assert (await buyer().post("/waitlist", wish)).status_code == 422


async def test_nobody_waits_for_what_is_not_sold(shop: Shop, sold_out: SoldOut, buyer: BuyerOf, database: Any):
    assert refused(await buyer().post("/waitlist", {"ticket_type_id": new_id("tt"), "quantity": 1})) == (
        404,
        "ticket_type_not_found",
    )
    now = datetime.now(UTC)
    for kind, code in (
        ({"sales_start_at": now + timedelta(hours=1)}, "sales_not_started"),
        ({"sales_end_at": now - timedelta(hours=1)}, "sales_ended"),
        ({"is_withdrawn": True}, "sales_ended"),
        ({"is_hidden": True}, "ticket_type_not_found"),
    ):
        offered = await shop.publish(kind, capacity=1)
        answer = await buyer().post("/waitlist", {"ticket_type_id": offered.kind_id, "quantity": 1})
        assert answer.json()["code"] == code
    canceled, postponed = await sold_out(1), await sold_out(1)
    await shop.cancel(canceled.offered)
    assert refused(await canceled.ask_to_join(buyer())) == (409, "event_is_canceled")
    event = postponed.offered.event.model_copy(update={"status": "postponed"})
    message = EventPostponed(event_id=event.event_id, event=event, reason="Ill", version=2)
    await tell(database, listeners, message)
    assert refused(await postponed.ask_to_join(buyer())) == (409, "event_is_postponed")


async def test_a_type_for_those_with_a_code_has_no_line(shop: Shop, runtime: Any, buyer: BuyerOf):
    offered = await shop.publish({"is_hidden": True}, capacity=1)
    code = access(offered)
    await shop.rule(offered, code)
    await buyer().hold(offered, access_code=code.code)
    assert refused(await Line(runtime, offered).ask_to_join(buyer())) == (404, "ticket_type_not_found")


async def test_everybody_sees_that_one_can_wait(
    client: httpx.AsyncClient, sold_out: SoldOut, shop: Shop, buyer: BuyerOf
):
    async def shown(line: Line) -> tuple[str, int, bool]:
        found = (await client.get(f"/api/v1/events/{line.offered.event_id}/availability")).json()["ticket_types"][0]
        return found["status"], found["available"], found["is_waitlist_open"]

    line = await sold_out(1, 9)
    assert await shown(line) == ("sold_out", 0, True)
    await line.give_back()
    assert await shown(line) == ("few_left", 1, False)
    await line.sell_out(buyer(), 1)
    entry = await line.join(somebody := buyer())
    line.holds.pop(0)
    await line.give_back()
    assert await shown(line) == ("sold_out", 0, True)
    await leave(somebody, entry)
    await line.serve()
    assert (await shown(line))[0] == "few_left"
    assert await shop.told(line.offered.event_id) != []


async def test_entries_are_listed_by_status_and_event(sold_out: SoldOut, buyer: BuyerOf):
    lines = [await sold_out(1) for _ in range(3)]
    somebody, another = buyer(), buyer()
    await lines[1].join(another)
    entries = [await line.join(somebody) for line in lines]
    await leave(somebody, entries[0])

    async def listed(filters: str = "") -> list[tuple[str, int | None]]:
        page = (await somebody.get(f"/waitlist?{filters}")).json()
        return [(entry["id"], entry["place"]) for entry in page["data"]]

    first, second, third = (entry["id"] for entry in entries)
    assert await listed() == [(third, 1), (second, 2), (first, None)]
    assert await listed("status=ended") == [(first, None)]
    assert await listed(f"event_id={lines[1].offered.event_id}") == [(second, 2)]
    page = (await somebody.get("/waitlist?limit=2")).json()
    assert await listed(f"after={page['next_cursor']}") == [(first, None)]
    assert (await another.get("/waitlist")).json()["data"][0]["place"] == 1


async def test_whoever_it_is_not_for_sees_and_does_nothing(sold_out: SoldOut, buyer: BuyerOf):
    line = await sold_out(1)
    entry = await line.join(buyer())
    await line.give_back()
    await line.serve()
    stranger = buyer()
    for one in (entry, {"id": ABSENT}):
        assert refused(await stranger.get(f"/waitlist/{one['id']}")) == (404, "waitlist_entry_not_found")
        assert refused(await accept(stranger, one)) == (404, "waitlist_entry_not_found")
        assert refused(await leave(stranger, one)) == (404, "waitlist_entry_not_found")


async def test_nobody_asks_without_signing_in(client: httpx.AsyncClient):
    for path in ("", f"/{ABSENT}/accept", f"/{ABSENT}/leave"):
        assert (await client.post(f"/api/v1/waitlist{path}", json={})).status_code == 401
    for path in ("", f"/{ABSENT}"):
        assert (await client.get(f"/api/v1/waitlist{path}")).status_code == 401


async def test_a_key_is_required_and_the_same_key_joins_once(
    sold_out: SoldOut, buyer: BuyerOf, client: httpx.AsyncClient
):
    line, somebody = await sold_out(1), buyer()
    wish = {"ticket_type_id": line.offered.kind_id, "quantity": 1}
    for path in ("", f"/{ABSENT}/accept", f"/{ABSENT}/leave"):
        without = await client.post(f"/api/v1/waitlist{path}", json=wish, auth=somebody.person)
        assert refused(without) == (400, "idempotency_key_required")
    twice = [await somebody.post("/waitlist", wish, key="one") for _ in range(2)]
    assert twice[0].content == twice[1].content
    assert len((await somebody.get("/waitlist")).json()["data"]) == 1
