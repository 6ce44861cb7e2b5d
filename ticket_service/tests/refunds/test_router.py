"""Who may have money sent back, and what ends with it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from shared.testing.accounts import Person
from ticket_service.tests.shop import Buyer, Offered, OrganizerOf, Shop

BuyerOf = Callable[[], Buyer]
People = Callable[..., Person]
ABSENT = f"re_{'0' * 32}"
# What is done to a refund, and with which body.
ACTS = {"approve": None, "decline": None, "retry": None, "pay-by-hand": {"how": "Cash"}}


async def _free(shop: Shop, **differences: Any) -> Offered:
    return await shop.publish({"price": 0, **differences})


def _seen(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def test_a_buyers_wish_is_kept_and_changes_nothing(shop: Shop, buyer: BuyerOf):
    offered = await _free(shop)
    somebody = buyer()
    order = await somebody.order(offered, 2)
    wish = await somebody.refund(order, reason="I am ill.")
    assert (wish["status"], wish["cause"], wish["reason"]) == ("requested", "requested_by_buyer", "I am ill.")
    assert wish["ticket_ids"] == await somebody.tickets(order)
    assert (await somebody.status(order), await shop.stock(offered)) == ("paid", (0, 2))
    again = await somebody.post("/refunds", {"order_id": order["id"]})
    assert (_seen(again), again.json()["refund_id"]) == ((409, "already_requested"), wish["id"])


async def test_what_the_organizer_grants_ends_the_tickets_and_puts_them_on_sale_again(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf
):
    offered = await _free(shop, max_per_account=2)
    somebody, member = buyer(), await organizer(offered)
    order = await somebody.order(offered, 2)
    first = (await somebody.tickets(order))[0]
    wish = await somebody.refund(order, ticket_ids=[first])
    granted = await member.post(f"/refunds/{wish['id']}/approve")
    assert (granted.status_code, granted.json()["status"]) == (200, "succeeded")
    assert (await somebody.get(f"/tickets/{first}")).json()["status"] == "refunded"
    assert (await somebody.status(order), await shop.stock(offered)) == ("partially_refunded", (0, 1))
    assert await shop.told(order["id"]) == ["OrderPaid", "OrderRefunded"]
    await somebody.order(offered, 1)
    assert _seen(await member.post(f"/refunds/{wish['id']}/approve")) == (409, "refund_not_open")


async def test_an_organizer_refunds_without_being_asked_and_that_answers_the_wish(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf
):
    offered = await _free(shop)
    somebody, member = buyer(), await organizer(offered)
    order = await somebody.order(offered, 2)
    wish = await somebody.refund(order, ticket_ids=(await somebody.tickets(order))[:1])
    refund = await member.refund(order, reason="The balcony is closed.")
    assert (refund["status"], refund["cause"], len(refund["ticket_ids"])) == ("succeeded", "by_organizer", 2)
    assert (await somebody.get(f"/refunds/{wish['id']}")).json()["status"] == "declined"
    assert (await somebody.status(order), await shop.stock(offered)) == ("refunded", (0, 0))
    again = await member.post("/refunds", {"order_id": order["id"]})
    assert _seen(again) == (409, "order_not_refundable")


async def test_a_declined_wish_changes_nothing_and_may_be_asked_again(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf
):
    offered = await _free(shop)
    somebody, member = buyer(), await organizer(offered)
    order = await somebody.order(offered)
    wish = await somebody.refund(order)
    assert (await member.post(f"/refunds/{wish['id']}/decline")).json()["status"] == "declined"
    assert (await somebody.status(order), await shop.stock(offered)) == ("paid", (0, 1))
    assert _seen(await member.post(f"/refunds/{wish['id']}/approve")) == (409, "refund_not_open")
    for act in ("retry", "pay-by-hand"):
        assert _seen(await member.post(f"/refunds/{wish['id']}/{act}", ACTS[act])) == (409, "refund_not_failed")
    assert (await somebody.refund(order))["status"] == "requested"


async def test_buyers_decide_nothing_and_name_no_amounts(shop: Shop, buyer: BuyerOf):
    somebody = buyer()
    order = await somebody.order(await _free(shop))
    for more in ({"amount": 100}, {"force": True}):
        assert _seen(await somebody.post("/refunds", {"order_id": order["id"], **more})) == (403, "organizers_only")
    wish = await somebody.refund(order)
    for act, body in ACTS.items():
        assert _seen(await somebody.post(f"/refunds/{wish['id']}/{act}", body)) == (403, "organizers_only")


async def test_for_everybody_else_neither_the_order_nor_the_refund_is_there(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf
):
    somebody = buyer()
    order = await somebody.order(await _free(shop))
    wish = await somebody.refund(order)
    for other in (buyer(), await organizer(await _free(shop))):
        assert _seen(await other.post("/refunds", {"order_id": order["id"]})) == (404, "order_not_found")
        assert (await other.get("/refunds")).json()["data"] == []
        for refund_id in (wish["id"], ABSENT):
            assert _seen(await other.get(f"/refunds/{refund_id}")) == (404, "refund_not_found")
            for act, body in ACTS.items():
                assert _seen(await other.post(f"/refunds/{refund_id}/{act}", body)) == (404, "refund_not_found")
    assert (await somebody.status(order)) == "paid"


@pytest.mark.parametrize("role", ["User", "Operator"])
async def test_a_member_of_the_organizer_needs_the_role_as_well(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, role: str
):
    offered = await _free(shop)
    order = await buyer().order(offered)
    member = await organizer(offered, role)
    assert _seen(await member.post("/refunds", {"order_id": order["id"]})) == (404, "order_not_found")


async def test_an_admin_refunds_anything(shop: Shop, buyer: BuyerOf, client: httpx.AsyncClient, person: People):
    order = await buyer().order(await _free(shop))
    assert (await Buyer(client, person("Admin")).refund(order))["status"] == "succeeded"


async def test_nobody_asks_without_signing_in(client: httpx.AsyncClient):
    for act in ("", f"/{ABSENT}/approve", f"/{ABSENT}/decline", f"/{ABSENT}/retry"):
        assert (await client.post(f"/api/v1/refunds{act}", json={})).status_code == 401
    for path in ("/refunds", f"/refunds/{ABSENT}", f"/events/evt_{'0' * 32}/refunds/progress"):
        assert (await client.get(f"/api/v1{path}")).status_code == 401


async def test_a_key_is_required_and_the_same_key_refunds_once(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, client: httpx.AsyncClient
):
    offered = await _free(shop)
    order = await buyer().order(offered, 2)
    member = await organizer(offered)
    without = await client.post("/api/v1/refunds", json={"order_id": order["id"]}, auth=member.person)
    assert _seen(without) == (400, "idempotency_key_required")
    twice = [await member.post("/refunds", {"order_id": order["id"]}, key="one") for _ in range(2)]
    assert twice[0].content == twice[1].content
    assert await shop.stock(offered) == (0, 0)


async def test_tickets_of_others_and_ended_ones_are_not_refunded(shop: Shop, buyer: BuyerOf, organizer: OrganizerOf):
    offered = await _free(shop)
    somebody, other, member = buyer(), buyer(), await organizer(offered)
    order, foreign = await somebody.order(offered, 2), await other.order(offered)
    wish = {"order_id": order["id"], "ticket_ids": await other.tickets(foreign)}
    assert _seen(await somebody.post("/refunds", wish)) == (404, "ticket_not_found")
    first = (await somebody.tickets(order))[:1]
    await member.refund(order, ticket_ids=first)
    ended = await member.post("/refunds", {"order_id": order["id"], "ticket_ids": first})
    assert _seen(ended) == (409, "ticket_not_valid")
    assert await shop.stock(offered) == (0, 2)


async def test_an_order_that_is_not_paid_has_nothing_to_refund(shop: Shop, buyer: BuyerOf):
    somebody = buyer()
    order = await somebody.order(await shop.publish())
    assert _seen(await somebody.post("/refunds", {"order_id": order["id"]})) == (409, "order_not_refundable")


async def test_an_amount_cannot_go_back_from_what_was_free(shop: Shop, buyer: BuyerOf, organizer: OrganizerOf):
    offered = await _free(shop)
    order = await buyer().order(offered)
    wish = {"order_id": order["id"], "amount": 100}
    assert _seen(await (await organizer(offered)).post("/refunds", wish)) == (409, "more_than_paid")


async def test_tickets_and_an_amount_together_are_refused(shop: Shop, buyer: BuyerOf):
    wish = {"order_id": f"ord_{'0' * 32}", "ticket_ids": [f"tkt_{'0' * 32}"], "amount": 1}
    assert (await buyer().post("/refunds", wish)).status_code == 422


@pytest.mark.parametrize("how", [None, "", "  ", "x" * 501, "two\nlines", 7])
async def test_how_it_was_paid_by_hand_is_said_on_a_line(buyer: BuyerOf, how: Any):
    assert (await buyer().post(f"/refunds/{ABSENT}/pay-by-hand", {"how": how})).status_code == 422


async def test_who_is_inside_is_refunded_only_by_force(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, client: httpx.AsyncClient, person: People
):
    now = datetime.now(UTC)
    hours: dict[str, Any] = {
        "doors_at": now - timedelta(hours=1),
        "starts_at": now,
        "ends_at": now + timedelta(hours=3),
    }
    offered = await shop.publish({"price": 0}, **hours)
    somebody, member = buyer(), await organizer(offered)
    order = await somebody.order(offered)
    [ticket_id] = await somebody.tickets(order)
    code = (await somebody.get(f"/tickets/{ticket_id}")).json()["code"]
    scan = {"scan_id": "0198f2c0-7c1e", "event_id": offered.event_id, "code": code}
    admitted = await client.post("/api/v1/check-ins", json=scan, auth=person("Admin"))
    assert admitted.json()["result"] == "admitted"
    wish = await somebody.refund(order)
    refused = await member.post(f"/refunds/{wish['id']}/approve")
    assert (_seen(refused), refused.json()["ticket_ids"]) == ((409, "ticket_is_inside"), [ticket_id])
    assert await shop.stock(offered) == (0, 1)
    forced = await member.post(f"/refunds/{wish['id']}/approve", {"force": True})
    assert forced.json()["status"] == "succeeded"
    assert await shop.stock(offered) == (0, 0)


async def test_refunds_are_listed_for_the_buyer_and_for_the_organizer(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf
):
    offered = await _free(shop)
    one, two, member = buyer(), buyer(), await organizer(offered)
    first = await one.refund(await one.order(offered))
    order = await two.order(offered)
    second = await two.refund(order)
    await member.post(f"/refunds/{first['id']}/approve")

    async def listed(who: Buyer, filters: str = "") -> list[str]:
        return [refund["id"] for refund in (await who.get(f"/refunds?{filters}")).json()["data"]]

    assert (await listed(one), await listed(two)) == ([first["id"]], [second["id"]])
    assert await listed(member, f"event_id={offered.event_id}") == [second["id"], first["id"]]
    assert await listed(member, f"order_id={order['id']}") == [second["id"]]
    assert await listed(member, "status=succeeded") == [first["id"]]
    page = (await member.get("/refunds?limit=1")).json()
    assert await listed(member, f"after={page['next_cursor']}") == [first["id"]]
    assert _seen(await member.get("/refunds?order=1")) == (422, "unknown_parameter")
