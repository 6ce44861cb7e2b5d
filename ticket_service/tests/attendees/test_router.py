"""Who comes to an event: told to its organizer, and to nobody else."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from shared.ids import new_id
from shared.persistence.database import Database
from shared.testing.accounts import Person
from ticket_service.tests.handing import hand_over, one_ticket, scan
from ticket_service.tests.shop import Buyer, OrganizerOf, Shop

BuyerOf = Callable[[], Buyer]
People = Callable[..., Person]


async def _attendees(member: Buyer, event_id: str, **filters: Any) -> list[dict[str, Any]]:
    asked = "&".join(f"{name}={value}" for name, value in filters.items())
    answer = await member.get(f"/events/{event_id}/tickets?{asked}")
    assert answer.status_code == 200, answer.text
    data: list[dict[str, Any]] = answer.json()["data"]
    return data


async def test_the_organizer_sees_who_comes_but_no_code(shop: Shop, buyer: BuyerOf, organizer: OrganizerOf):
    offered = await shop.publish({"price": 0})
    somebody, member = buyer(), await organizer(offered)
    order = await somebody.order(offered, 2)
    attendees = await _attendees(member, offered.event_id)
    assert {attendee["holder_name"] for attendee in attendees} == {"Guest 0", "Guest 1"}
    first = attendees[0]
    assert (first["order_id"], first["order_number"]) == (order["id"], order["number"])
    assert (first["status"], first["is_transferred"], first["checked_in_at"]) == ("valid", False, None)
    assert "code" not in first


async def test_attendees_come_in_pages_the_newest_first(shop: Shop, buyer: BuyerOf, organizer: OrganizerOf):
    offered = await shop.publish({"price": 0})
    member = await organizer(offered)
    for _ in range(3):
        await buyer().order(offered)
    everybody = [attendee["ticket_id"] for attendee in await _attendees(member, offered.event_id)]
    first = (await member.get(f"/events/{offered.event_id}/tickets?limit=2")).json()
    rest = await _attendees(member, offered.event_id, limit=2, after=first["next_cursor"])
    assert everybody == sorted(everybody, reverse=True)
    assert [attendee["ticket_id"] for attendee in [*first["data"], *rest]] == everybody


async def test_attendees_are_found_by_name_by_order_and_by_type(shop: Shop, buyer: BuyerOf, organizer: OrganizerOf):
    offered = await shop.publish({"price": 0})
    member = await organizer(offered)
    order = await buyer().order(offered, 2)
    await buyer().order(offered)

    async def count(**filters: Any) -> int:
        return len(await _attendees(member, offered.event_id, **filters))

    assert await count(q="guest") == 3
    assert await count(q="uest 1") == 1
    assert await count(q=order["number"].lower()) == 2
    assert await count(q="%25") == 0
    assert await count(order_id=order["id"]) == 2
    assert (await count(ticket_type_id=offered.kind_id), await count(ticket_type_id=new_id("tt"))) == (3, 0)


async def test_who_is_inside_is_told_with_time_and_gate(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, client: httpx.AsyncClient, person: People
):
    ticket = await one_ticket(shop, buyer())
    member = await organizer(ticket["offered"])
    assert len(await _attendees(member, ticket["event_id"], checked_in="false")) == 1
    assert await _attendees(member, ticket["event_id"], checked_in="true") == []
    await scan(Buyer(client, person("Admin")), ticket["event_id"], ticket["code"])
    [inside] = await _attendees(member, ticket["event_id"], checked_in="true")
    assert inside["checked_in_at"] is not None
    assert await _attendees(member, ticket["event_id"], checked_in="false") == []


async def test_what_was_voided_or_handed_over_is_told(
    database: Database, shop: Shop, buyer: BuyerOf, organizer: OrganizerOf
):
    offered = await shop.publish({"price": 0})
    somebody, friend, member = buyer(), buyer(), await organizer(offered)
    first, second = await somebody.tickets(await somebody.order(offered, 2))
    await hand_over(database, somebody, {"id": first}, friend)
    await member.post(f"/tickets/{second}/void", {"reason": "It was sold twice."})
    [voided] = await _attendees(member, offered.event_id, status="voided")
    [valid] = await _attendees(member, offered.event_id, status="valid")
    assert voided["ticket_id"] == second
    assert (valid["ticket_id"], valid["holder_name"], valid["is_transferred"]) == (first, "Carla New", True)


@pytest.mark.parametrize("what", ["orders", "tickets"])
async def test_orders_and_attendees_of_an_event_are_its_organizers(
    what: str, shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, client: httpx.AsyncClient, person: People
):
    offered, other = await shop.publish({"price": 0}), await shop.publish()
    path = f"/events/{offered.event_id}/{what}"
    somebody = buyer()
    await somebody.order(offered)
    strangers = [somebody, await organizer(other), await organizer(offered, "Operator")]
    answers = [await stranger.get(path) for stranger in strangers]
    absent = await somebody.get(f"/events/{new_id('evt')}/{what}")
    assert [answer.status_code for answer in answers] == [404] * 3
    assert {answer.json()["code"] for answer in answers} == {absent.json()["code"]}
    assert (await client.get(f"/api/v1{path}")).status_code == 401
    for manager in (await organizer(offered), Buyer(client, person("Admin"))):
        assert len((await manager.get(path)).json()["data"]) == 1
