"""An order's life as it is told: what happened, as what somebody did it, why; to whom it concerns and nobody else."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from shared.persistence.database import Database
from shared.testing.accounts import Person
from ticket_service.changes.models import OrderChange
from ticket_service.tests.flows.conditions import becomes
from ticket_service.tests.handing import hand_over, offer, seen, verify
from ticket_service.tests.paying import bought, paid_late, refund_is
from ticket_service.tests.shop import Buyer, OrganizerOf, Shop
from ticket_service.tests.stripe import NO_FUNDS, Stripe
from ticket_service.tests.till import Till

BuyerOf = Callable[[], Buyer]
People = Callable[..., Person]
PURCHASE = [
    ("placed", "buyer"),
    ("payment_started", "buyer"),
    ("payment_authorized", "system"),
    ("payment_captured", "system"),
    ("paid", "system"),
]


async def _entries(somebody: Buyer, order: dict[str, Any]) -> list[dict[str, Any]]:
    answer = await somebody.get(f"/orders/{order['id']}/timeline")
    assert answer.status_code == 200, answer.text
    entries: list[dict[str, Any]] = answer.json()["entries"]
    moments = [entry["happened_at"] for entry in entries]
    assert moments == sorted(moments)
    return entries


async def _life(somebody: Buyer, order: dict[str, Any]) -> list[tuple[str, str]]:
    return [(entry["what"], entry["by"]) for entry in await _entries(somebody, order)]


async def _was_declined(shop: Shop, order: dict[str, Any]) -> bool:
    return "PaymentFailed" in await shop.told(order["id"])


async def test_a_whole_life_is_told_in_order(
    database: Database, shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    somebody, friend, member = buyer(), buyer(), await organizer(offered)
    order = await somebody.order(offered, 2)
    payment = await somebody.pay(order)
    await stripe.confirm(payment, NO_FUNDS)
    await till.look_again(order)
    await till.settle_until(lambda: _was_declined(shop, order))
    await stripe.confirm(payment)
    await till.look_again(order)
    await till.settle_until(becomes(somebody, order, "paid"))
    first, second = await somebody.tickets(order)
    await somebody.post(f"/tickets/{first}/reissue")
    await hand_over(database, somebody, {"id": first}, friend)
    wish = await somebody.refund(order, ticket_ids=[second], reason="I am ill.")
    await member.post(f"/refunds/{wish['id']}/approve")
    await till.send_refunds_until(refund_is(somebody, wish, "succeeded"))
    told = [
        (entry["what"], entry["by"], entry["reason"], entry["amount"], entry["ticket_id"])
        for entry in await _entries(somebody, order)
    ]
    assert told == [
        ("placed", "buyer", None, 5000, None),
        ("payment_started", "buyer", None, 5000, None),
        ("payment_failed", "system", "insufficient_funds", None, None),
        ("payment_authorized", "system", None, 5000, None),
        ("payment_captured", "system", None, 5000, None),
        ("paid", "system", None, None, None),
        ("ticket_reissued", "buyer", None, None, first),
        ("ticket_offered", "buyer", None, None, first),
        ("ticket_transferred", "holder", None, None, first),
        ("refund_requested", "buyer", "I am ill.", 2500, None),
        ("refund_approved", "organizer", "I am ill.", 2500, None),
        ("refund_sent", "system", None, 2500, None),
    ]
    assert {entry["refund_id"] for entry in await _entries(somebody, order)} == {None, wish["id"]}
    assert await _entries(member, order) == await _entries(somebody, order)


async def test_a_free_order_has_two_moments_and_no_row_for_them(database: Database, shop: Shop, buyer: BuyerOf):
    somebody, offered = buyer(), await shop.publish({"price": 0})
    order = await somebody.order(offered)
    assert await _life(somebody, order) == [("placed", "buyer"), ("paid", "system")]
    async with database.transaction() as session:
        rows = select(func.count()).where(OrderChange.order_id == order["id"])
        assert (await session.execute(rows)).scalar_one() == 0


@pytest.mark.parametrize("by_time", [True, False])
async def test_an_order_ends_by_time_or_by_hand(shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till, by_time: bool):
    somebody, offered = buyer(), await shop.publish()
    order = await somebody.order(offered)
    await somebody.pay(order)
    if by_time:
        await till.time_to_pay_is_over(order)
        await till.expire()
    else:
        await somebody.post(f"/orders/{order['id']}/cancel")
    await till.settle_until(becomes(somebody, order, "expired" if by_time else "canceled"))
    ended = [(entry["what"], entry["by"], entry["reason"]) for entry in (await _entries(somebody, order))[2:]]
    if by_time:
        assert ended == [
            ("expiring", "system", "not_paid_in_time"),
            ("payment_canceled", "system", None),
            ("expired", "system", "not_paid_in_time"),
        ]
    else:
        assert ended == [
            ("expiring", "buyer", "given_up"),
            ("payment_canceled", "system", None),
            ("canceled", "buyer", "given_up"),
        ]


async def test_a_payment_under_way_ends_because_the_event_is_canceled(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    somebody, offered = buyer(), await shop.publish()
    order = await somebody.order(offered)
    await somebody.pay(order)
    await shop.cancel(offered)
    await till.expire()
    await till.settle_until(becomes(somebody, order, "canceled"))
    ended = [(entry["what"], entry["by"], entry["reason"]) for entry in (await _entries(somebody, order))[2:]]
    assert ended == [
        ("expiring", "system", "event_canceled"),
        ("payment_canceled", "system", None),
        ("canceled", "system", "event_canceled"),
    ]


async def test_money_for_a_canceled_event_comes_and_goes(shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till):
    somebody, offered = buyer(), await shop.publish()
    order = await paid_late(somebody, shop, offered, stripe, till)
    await till.settle_until(becomes(somebody, order, "refunded"))
    ended = [(entry["what"], entry["reason"]) for entry in (await _entries(somebody, order))[2:]]
    assert ended == [
        ("payment_captured", None),
        ("canceled", "event_canceled"),
        ("refund_approved", "event_canceled"),
        ("refund_sent", "event_canceled"),
    ]


async def test_what_the_provider_shows_and_does_not_fit_is_told_as_a_review(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    somebody, offered = buyer(), await shop.publish()
    order = await somebody.order(offered)
    payment = await somebody.pay(order)
    await stripe.change(payment, amount=2400)
    await till.look_again(order)
    await till.settle_until(becomes(somebody, order, "review"))
    last = (await _entries(somebody, order))[-1]
    assert (last["what"], last["reason"]) == ("under_review", "payment_does_not_fit")


async def test_a_refund_that_fails_and_is_tried_again_is_told_with_each_try(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    somebody, member = buyer(), await organizer(offered)
    order = await bought(somebody, offered, 1, stripe, till)
    stripe.plan(refunds=[{"fault": "fails_at_once", "nth": [1]}])
    refund = await member.refund(order, reason="The hall is too small.")
    await till.send_refunds_until(refund_is(somebody, refund, "failed"))
    await member.post(f"/refunds/{refund['id']}/retry")
    await till.send_refunds_until(refund_is(somebody, refund, "succeeded"))
    entries = (await _entries(somebody, order))[len(PURCHASE) :]
    assert [(entry["what"], entry["by"], entry["reason"]) for entry in entries] == [
        ("refund_approved", "organizer", "The hall is too small."),
        ("refund_failed", "system", "expired_or_canceled_card"),
        ("refund_retried", "organizer", "The hall is too small."),
        ("refund_sent", "system", None),
    ]


async def test_a_wish_that_is_declined_and_a_ticket_that_is_voided_say_by_whom(
    shop: Shop, buyer: BuyerOf, client: httpx.AsyncClient, person: People
):
    somebody, admin = buyer(), Buyer(client, person("Admin"))
    order = await somebody.order(await shop.publish({"price": 0}))
    [ticket] = await somebody.tickets(order)
    wish = await somebody.refund(order)
    await admin.post(f"/refunds/{wish['id']}/decline")
    await client.patch(f"/api/v1/tickets/{ticket}", json={"holder_name": "Carla New"}, auth=somebody.person)
    await admin.post(f"/tickets/{ticket}/void", {"reason": "It was sold twice."})
    assert (await _life(somebody, order))[2:] == [
        ("refund_requested", "buyer"),
        ("refund_declined", "admin"),
        ("holder_changed", "buyer"),
        ("ticket_voided", "admin"),
    ]
    assert (await _entries(somebody, order))[-1]["reason"] == "It was sold twice."


async def test_what_a_later_holder_does_with_a_ticket_is_told_to_the_organizer_and_not_to_the_buyer(
    database: Database, shop: Shop, buyer: BuyerOf, organizer: OrganizerOf
):
    offered = await shop.publish({"price": 0})
    somebody, friend, member = buyer(), buyer(), await organizer(offered)
    order = await somebody.order(offered)
    [ticket] = await somebody.tickets(order)
    await hand_over(database, somebody, {"id": ticket}, friend)
    await friend.post(f"/tickets/{ticket}/reissue")
    email = await verify(database, buyer())
    await offer(friend, {"id": ticket}, email)
    known = [("ticket_offered", "buyer"), ("ticket_transferred", "holder")]
    assert (await _life(somebody, order))[2:] == known
    assert (await _life(member, order))[2:] == [*known, ("ticket_reissued", "holder"), ("ticket_offered", "holder")]
    told = (await member.get(f"/orders/{order['id']}/timeline")).text
    for hidden in (email, "Carla", friend.person.account_id, somebody.person.account_id):
        assert hidden not in told


async def test_somebody_elses_order_is_not_there(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, client: httpx.AsyncClient
):
    offered, other = await shop.publish({"price": 0}), await shop.publish({"price": 0})
    order = await buyer().order(offered)
    for somebody in (buyer(), await organizer(other), await organizer(offered, "Operator")):
        foreign = await somebody.get(f"/orders/{order['id']}/timeline")
        absent = await somebody.get(f"/orders/ord_{'0' * 32}/timeline")
        assert seen(foreign) == seen(absent) == (404, "order_not_found")
    assert (await client.get(f"/api/v1/orders/{order['id']}/timeline")).status_code == 401
