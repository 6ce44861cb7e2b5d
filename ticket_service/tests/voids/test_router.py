"""The organizer ends a ticket: it is on sale again, it admits nobody, and no money moves."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from shared.persistence import clock
from shared.persistence.database import Database
from shared.testing.accounts import Person
from ticket_service.tests.handing import one_ticket, scan, seen
from ticket_service.tests.paying import bought
from ticket_service.tests.shop import Buyer, OrganizerOf, Shop
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import Till
from ticket_service.tickets.models import Ticket
from ticket_service.voids.models import Void

BuyerOf = Callable[[], Buyer]
People = Callable[..., Person]
WHY = {"reason": "It was sold twice."}


@pytest.fixture
def admin(client: httpx.AsyncClient, person: People) -> Buyer:
    return Buyer(client, person("Admin"))


async def _status(owner: Buyer, ticket: dict[str, Any]) -> str:
    return str((await owner.get(f"/tickets/{ticket['id']}")).json()["status"])


async def test_a_voided_ticket_admits_nobody_and_is_on_sale_again(
    database: Database, shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, admin: Buyer
):
    owner = buyer()
    ticket = await one_ticket(shop, owner)
    member = await organizer(ticket["offered"])
    answer = await member.post(f"/tickets/{ticket['id']}/void", WHY)
    assert (answer.status_code, answer.json()["reason"]) == (200, "It was sold twice.")
    shown = (await owner.get(f"/tickets/{ticket['id']}")).json()
    assert (shown["status"], shown["void_reason"]) == ("voided", "It was sold twice.")
    assert await scan(admin, ticket["event_id"], ticket["code"]) == ("refused", "voided")
    assert await shop.stock(ticket["offered"]) == (0, 0)
    async with database.transaction() as session:
        kept = await session.get_one(Void, ticket["id"])
        assert (kept.voided_by, kept.reason) == (member.person.account_id, "It was sold twice.")
    [told] = await shop.payloads(ticket["id"])
    assert (told["account_id"], told["order_tickets_left"]) == (owner.person.account_id, 0)
    assert seen(await member.post(f"/tickets/{ticket['id']}/void", WHY)) == (409, "ticket_not_valid")
    assert await shop.stock(ticket["offered"]) == (0, 0)


async def test_whoever_is_inside_is_voided_only_by_force(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, admin: Buyer
):
    owner = buyer()
    ticket = await one_ticket(shop, owner)
    member = await organizer(ticket["offered"])
    await scan(admin, ticket["event_id"], ticket["code"])
    refused = await member.post(f"/tickets/{ticket['id']}/void", WHY)
    assert (seen(refused), await shop.stock(ticket["offered"])) == ((409, "ticket_is_inside"), (0, 1))
    forced = await member.post(f"/tickets/{ticket['id']}/void", {**WHY, "force": True})
    assert (forced.status_code, await _status(owner, ticket)) == (200, "voided")


async def test_for_all_but_the_organizer_there_is_no_ticket_to_void(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, client: httpx.AsyncClient
):
    owner = buyer()
    ticket, other = await one_ticket(shop, owner), await one_ticket(shop, owner)
    for somebody in (owner, buyer(), await organizer(other["offered"]), await organizer(ticket["offered"], "Operator")):
        answer = await somebody.post(f"/tickets/{ticket['id']}/void", WHY)
        assert seen(answer) == (404, "ticket_not_found")
    assert (await client.post(f"/api/v1/tickets/{ticket['id']}/void", json=WHY)).status_code == 401
    member = await organizer(ticket["offered"])
    assert (await member.post(f"/tickets/{ticket['id']}/void", {"reason": ""})).status_code == 422
    assert seen(await member.post(f"/tickets/tkt_{'0' * 32}/void", WHY)) == (404, "ticket_not_found")
    without = await client.post(f"/api/v1/tickets/{ticket['id']}/void", json=WHY, auth=member.person)
    assert seen(without) == (400, "idempotency_key_required")
    assert await _status(owner, ticket) == "valid"


async def test_the_money_of_voided_tickets_goes_back_in_parts_when_the_organizer_says_so(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    owner, offered = buyer(), await shop.publish()
    order = await bought(owner, offered, 2, stripe, till)
    member = await organizer(offered)
    for ticket_id in await owner.tickets(order):
        assert (await member.post(f"/tickets/{ticket_id}/void", WHY)).status_code == 200
    assert (stripe.money(order["id"])["refunded"], await owner.status(order)) == (0, "paid")
    assert seen(await member.post("/refunds", {"order_id": order["id"]})) == (409, "ticket_not_valid")
    assert seen(await owner.post("/refunds", {"order_id": order["id"]})) == (409, "ticket_not_valid")
    await member.refund(order, amount=2000)
    assert await owner.status(order) == "partially_refunded"
    await member.refund(order, amount=3000)
    assert await owner.status(order) == "refunded"


@pytest.mark.parametrize("is_canceled", [False, True], ids=["by hand", "for a canceled event"])
async def test_the_money_of_a_voided_ticket_can_go_back_after_all_others_were_refunded(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till, is_canceled: bool
):
    owner, offered = buyer(), await shop.publish()
    order = await bought(owner, offered, 2, stripe, till)
    member, (voided, _) = await organizer(offered), await owner.tickets(order)
    await member.post(f"/tickets/{voided}/void", WHY)
    if is_canceled:
        await shop.cancel(offered)
        await till.refund_canceled_events()
    else:
        await member.refund(order)
    assert await owner.status(order) == "partially_refunded"
    await member.refund(order, amount=2500)
    assert await owner.status(order) == "refunded"
    await till.send_refunds()
    assert stripe.money(order["id"])["refunded"] == order["total"] == 5000


async def test_a_canceled_event_comes_to_an_end_when_all_tickets_of_an_order_were_voided(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, till: Till
):
    owner = buyer()
    ticket = await one_ticket(shop, owner)
    member = await organizer(ticket["offered"])
    await member.post(f"/tickets/{ticket['id']}/void", WHY)
    await shop.cancel(ticket["offered"])
    await till.refund_canceled_events()
    progress = (await member.get(f"/events/{ticket['event_id']}/refunds/progress")).json()
    assert (progress["orders"], progress["is_finished"]) == (0, True)
    assert await owner.status(ticket["order"]) == "paid"


@pytest.mark.parametrize("round_", range(4))
async def test_a_ticket_is_admitted_voided_or_refunded_once(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, admin: Buyer, round_: int
):
    owner = buyer()
    ticket = await one_ticket(shop, owner)
    member = await organizer(ticket["offered"])
    voided, refunded, (result, _) = await asyncio.gather(
        member.post(f"/tickets/{ticket['id']}/void", WHY),
        member.post("/refunds", {"order_id": ticket["order"]["id"]}),
        scan(admin, ticket["event_id"], ticket["code"]),
    )
    happened = [voided.status_code == 200, refunded.status_code == 201, result == "admitted"]
    assert sum(happened) == 1
    assert await shop.stock(ticket["offered"]) == (0, 1 if result == "admitted" else 0)


async def test_control_a_void_that_does_not_lock_the_ticket_ends_one_that_is_inside(
    database: Database, shop: Shop, buyer: BuyerOf, admin: Buyer
):
    owner = buyer()
    ticket = await one_ticket(shop, owner)
    async with database.transaction() as session:
        row = await session.get_one(Ticket, ticket["id"])
        assert await scan(admin, ticket["event_id"], ticket["code"]) == ("admitted", None)
        row.void(await clock.now(session))
    assert await _status(owner, ticket) == "voided"
