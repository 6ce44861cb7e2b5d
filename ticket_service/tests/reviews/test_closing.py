"""Orders under review: people close them as the money says, and nobody moves it once more."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from shared.testing.accounts import Person
from ticket_service.payments import operations
from ticket_service.payments.models import OperationKind
from ticket_service.tests.flows.conditions import becomes
from ticket_service.tests.reviews.under_review import BY_HAND, NOTHING_HERE, broken, last, odd, seen, stuck
from ticket_service.tests.shop import Buyer, OrganizerOf, Shop
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import Till

BuyerOf = Callable[[], Buyer]
People = Callable[..., Person]


# What a bank sent back had gone before: then the buyer has been told already.
@pytest.mark.parametrize("fault", [{"fault": "fails_at_once"}, {"fault": "fails_later", "seconds": 0.5}])
async def test_money_that_could_not_go_back_is_sent_by_hand_told_once_and_not_sent_again(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till, fault: dict[str, Any]
):
    offered = await shop.publish()
    somebody, member = buyer(), await organizer(offered)
    order = await stuck(somebody, shop, stripe, till, offered, **fault)
    before = stripe.money(order["id"])
    assert seen(await member.post(f"/orders/{order['id']}/close-review", NOTHING_HERE)) == (409, "money_was_collected")

    closed = await member.post(f"/orders/{order['id']}/close-review", BY_HAND)
    assert (closed.status_code, closed.json()["status"]) == (200, "refunded")
    assert (await till.payment(order)).status == "refunded"
    assert await last(member, order) == ("refund_sent", "organizer", "Bank transfer of 3 May")
    assert await shop.told(order["id"]) == ["OrderRefunded"]
    await till.look_again(order)
    async with till.database.transaction() as session:  # as if the provider told of the old failure once more
        await operations.look_again(session, OperationKind.REFUND, await till.payment(order))
    await till.settle()
    assert (await somebody.status(order), stripe.money(order["id"])) == ("refunded", before)
    assert await broken(till, order) == []
    assert seen(await member.post(f"/orders/{order['id']}/close-review", BY_HAND)) == (409, "order_not_under_review")


async def test_an_order_whose_payment_does_not_fit_is_closed_without_money_and_stays_so(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    somebody, member = buyer(), await organizer(offered)
    order = await odd(somebody, stripe, till, offered)
    refused = await member.post(f"/orders/{order['id']}/close-review", BY_HAND)
    assert seen(refused) == (409, "no_money_was_collected")

    closed = await member.post(f"/orders/{order['id']}/close-review", NOTHING_HERE)
    assert (closed.status_code, closed.json()["status"]) == (200, "canceled")
    assert await last(member, order) == ("canceled", "organizer", "Canceled in the dashboard")
    assert await shop.told(order["id"]) == ["OrderCanceled"]
    await till.look_again(order)
    await till.settle()
    assert (await somebody.status(order), await shop.stock(offered)) == ("canceled", (0, 0))
    assert stripe.money(order["id"])["captured"] == 0
    assert await broken(till, order) == []


async def test_money_of_an_odd_payment_that_comes_after_the_closing_is_told_once_more(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    somebody, member = buyer(), await organizer(offered)
    order = await somebody.order(offered)
    payment = await somebody.pay(order)
    await stripe.change(payment, amount=100)
    await stripe.confirm_debit(payment)
    await till.settle_until(becomes(somebody, order, "review"))
    await member.post(f"/orders/{order['id']}/close-review", NOTHING_HERE)
    assert await last(member, order) == ("canceled", "organizer", "Canceled in the dashboard")
    stripe.settle_debit(payment, "succeeded")
    for _ in range(2):
        await till.look_again(order)
        await till.settle()
    timeline = (await member.get(f"/orders/{order['id']}/timeline")).json()["entries"]
    reasons = [entry["reason"] for entry in timeline if entry["what"] == "under_review"]
    assert reasons == ["payment_does_not_fit", "money_does_not_fit"]
    assert await somebody.status(order) == "canceled"


async def test_an_odd_payment_that_somebody_canceled_is_over(shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till):
    somebody = buyer()
    order = await odd(somebody, stripe, till, await shop.publish())
    await stripe.cancel({"client_secret": (await till.payment(order)).intent_id})
    await till.look_again(order)
    await till.settle()
    assert ((await till.payment(order)).status, await somebody.status(order)) == ("canceled", "review")


async def test_money_that_is_just_being_sent_is_not_sent_by_hand(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    somebody, member = buyer(), await organizer(offered)
    order = await stuck(somebody, shop, stripe, till, offered, fault="fails_at_once")
    async with till.database.transaction() as session:  # as a reconciliation has it looked at again
        await operations.plan(session, OperationKind.REFUND, await till.payment(order))
    refused = await member.post(f"/orders/{order['id']}/close-review", BY_HAND)
    assert seen(refused) == (409, "money_is_underway")
    await till.settle()
    assert (await member.post(f"/orders/{order['id']}/close-review", BY_HAND)).json()["status"] == "refunded"


async def test_of_many_who_close_at_once_one_does(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    somebody, member = buyer(), await organizer(offered)
    order = await stuck(somebody, shop, stripe, till, offered, fault="fails_at_once")
    path = f"/orders/{order['id']}/close-review"
    answers = await asyncio.gather(*(member.post(path, BY_HAND) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409]
    assert await shop.told(order["id"]) == ["OrderRefunded"]


async def test_only_the_organizer_and_admins_close_and_only_what_is_under_review(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, person: People, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    somebody = buyer()
    order = await odd(somebody, stripe, till, offered)
    path = f"/orders/{order['id']}/close-review"
    for other in (somebody, buyer(), await organizer(await shop.publish())):
        assert seen(await other.post(path, NOTHING_HERE)) == (404, "order_not_found")
    client = somebody.client
    assert (await client.post(f"/api/v1{path}", json=NOTHING_HERE)).status_code == 401
    assert seen(await Buyer(client, person("Admin")).post(path, {"outcome": "paid", "how": "So."}))[0] == 422
    assert seen(await Buyer(client, person("Admin")).post(path, {"outcome": "canceled", "how": " "}))[0] == 422
    under_review = {"status": "review", "event_id": offered.event_id}
    (found,) = (await client.get("/api/v1/admin/orders", params=under_review, auth=person("Admin"))).json()["data"]
    assert found["id"] == order["id"]
    assert (await Buyer(client, person("Admin")).post(path, NOTHING_HERE)).json()["status"] == "canceled"
    open_one = await somebody.order(offered)
    refused = await Buyer(client, person("Admin")).post(f"/orders/{open_one['id']}/close-review", NOTHING_HERE)
    assert seen(refused) == (409, "order_not_under_review")
