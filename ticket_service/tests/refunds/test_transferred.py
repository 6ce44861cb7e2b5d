"""A ticket that somebody has accepted is not refunded by its buyer's wish alone."""

import io
from collections.abc import Callable
from typing import Any

import httpx
from pypdf import PdfReader

from shared.persistence.database import Database
from shared.testing.accounts import CallingService, Person
from ticket_service.tests.handing import hand_over, seen
from ticket_service.tests.shop import Buyer, OrganizerOf, Shop

BuyerOf = Callable[[], Buyer]
People = Callable[..., Person]


async def _two_tickets(shop: Shop, owner: Buyer) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    offered = await shop.publish({"price": 0})
    order = await owner.order(offered, 2)
    found = (await owner.get(f"/tickets?order_id={order['id']}")).json()["data"]
    return {**order, "offered": offered}, found


async def test_a_buyer_asks_for_what_is_still_theirs(
    database: Database, shop: Shop, buyer: BuyerOf, organizer: OrganizerOf
):
    owner, friend = buyer(), buyer()
    order, (given, kept) = await _two_tickets(shop, owner)
    await hand_over(database, owner, given, friend)
    named = await owner.post("/refunds", {"order_id": order["id"], "ticket_ids": [given["id"], kept["id"]]})
    assert (seen(named), named.json()["ticket_ids"]) == ((409, "ticket_is_transferred"), [given["id"]])
    wish = await owner.refund(order)
    assert wish["ticket_ids"] == [kept["id"]]
    member = await organizer(order["offered"])
    await member.post(f"/refunds/{wish['id']}/approve")
    assert (await friend.get(f"/tickets/{given['id']}")).json()["status"] == "valid"
    assert seen(await owner.post("/refunds", {"order_id": order["id"]})) == (409, "ticket_is_transferred")
    assert seen(await friend.post("/refunds", {"order_id": order["id"]})) == (404, "order_not_found")


async def test_a_wish_from_before_the_transfer_is_granted_by_force_only(
    database: Database, shop: Shop, buyer: BuyerOf, organizer: OrganizerOf
):
    owner, friend = buyer(), buyer()
    order, (given, _) = await _two_tickets(shop, owner)
    wish = await owner.refund(order)
    await hand_over(database, owner, given, friend)
    member = await organizer(order["offered"])
    refused = await member.post(f"/refunds/{wish['id']}/approve")
    assert (seen(refused), refused.json()["ticket_ids"]) == ((409, "ticket_is_transferred"), [given["id"]])
    assert await shop.stock(order["offered"]) == (0, 2)
    forced = await member.post(f"/refunds/{wish['id']}/approve", {"force": True})
    assert forced.json()["status"] == "succeeded"
    assert (await friend.get(f"/tickets/{given['id']}")).json()["status"] == "refunded"


async def test_the_organizer_refunds_it_without_being_asked(
    database: Database, shop: Shop, buyer: BuyerOf, organizer: OrganizerOf
):
    owner, friend = buyer(), buyer()
    order, (given, _) = await _two_tickets(shop, owner)
    await hand_over(database, owner, given, friend)
    refund = await (await organizer(order["offered"])).refund(order)
    assert (refund["status"], len(refund["ticket_ids"])) == ("succeeded", 2)


async def test_the_document_for_the_buyers_confirmation_has_no_ticket_that_was_transferred(
    database: Database,
    shop: Shop,
    buyer: BuyerOf,
    client: httpx.AsyncClient,
    calling: Callable[[str], CallingService],
):
    """A confirmation that is sent late must not show the new owner's code to the buyer."""
    owner, friend = buyer(), buyer()
    order, (given, kept) = await _two_tickets(shop, owner)
    path = f"/internal/orders/{order['id']}/tickets.pdf"
    await hand_over(database, owner, given, friend)
    document = await client.get(path, auth=calling("notification"))
    assert len(PdfReader(io.BytesIO(document.content)).pages) == 1
    await hand_over(database, owner, kept, friend)
    assert seen(await client.get(path, auth=calling("notification"))) == (404, "ticket_not_found")
