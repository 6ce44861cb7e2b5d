"""Paying, as buyers and the payment provider live it. Each ends as a paid order with tickets, or with nothing charged."""

import asyncio
from collections.abc import Callable

import pytest

from ticket_service.tests.flows.conditions import becomes
from ticket_service.tests.shop import Buyer, Shop
from ticket_service.tests.stripe import DECLINED, MUST_AUTHENTICATE, NO_FUNDS, VISA, Stripe
from ticket_service.tests.till import Till

BuyerOf = Callable[[], Buyer]


async def test_a_confirmed_card_pays_the_order_and_issues_its_tickets(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    somebody = buyer()
    order = await somebody.order(offered, 2)
    payment = await somebody.pay(order)
    assert (payment["status"], payment["amount"], payment["currency"]) == ("created", 5000, "EUR")
    assert payment["publishable_key"].startswith("pk_")
    assert (await stripe.confirm(payment)).json()["status"] == "requires_capture"
    await till.settle_until(becomes(somebody, order, "paid"))
    assert await shop.stock(offered) == (0, 2)
    assert await shop.tickets(order["id"]) == 2
    assert await shop.told(order["id"]) == ["OrderPaid"]
    money = stripe.money(order["id"])
    assert (money["captured"], money["times"]["captured"], money["refunded"]) == (5000, 1, 0)


async def test_what_is_sent_to_the_provider_follows_from_our_rows(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    somebody = buyer()
    order = await somebody.order(await shop.publish())
    payment = await somebody.pay(order)
    intent = await stripe.intent(payment)
    assert intent["metadata"] == {"order_id": order["id"], "payment_id": payment["payment_id"]}
    assert intent["payment_method_options"]["card"]["capture_method"] == "manual"
    assert await till.keys(order) == [f"pi:{order['id']}:1"]


async def test_the_same_order_has_one_intent_however_often_its_payment_is_started(
    shop: Shop, buyer: BuyerOf, stripe: Stripe
):
    somebody = buyer()
    order = await somebody.order(await shop.publish())
    path = f"/orders/{order['id']}/payment"
    same = await asyncio.gather(*(somebody.post(path, key="one") for _ in range(10)))
    others = [await somebody.post(path) for _ in range(3)]
    assert {answer.status_code for answer in (*same, *others)} == {200}
    assert len({answer.content for answer in same}) == 1
    assert len({answer.json()["client_secret"] for answer in (*same, *others)}) == 1
    assert len(stripe.money(order["id"])["payment_intents"]) == 1


async def test_a_declined_card_is_told_and_another_one_pays_the_same_order(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    stripe.plan(webhooks=[{"fault": "drop", "rate": 1}])
    offered = await shop.publish()
    somebody = buyer()
    order = await somebody.order(offered)
    payment = await somebody.pay(order)
    for card in (DECLINED, NO_FUNDS):
        assert (await stripe.confirm(payment, card)).status_code == 402
        await till.look_again(order)
        await till.settle()
        await till.look_again(order)
        await till.settle()
    assert await shop.told(order["id"]) == ["PaymentFailed", "PaymentFailed"]
    again = await somebody.pay(order)
    assert (again["status"], again["client_secret"]) == ("failed", payment["client_secret"])
    await stripe.confirm(payment, VISA)
    await till.look_again(order)
    await till.settle_until(becomes(somebody, order, "paid"))
    assert stripe.money(order["id"])["times"]["captured"] == 1


async def test_a_card_that_must_authenticate_pays_after_the_banks_page(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    somebody = buyer()
    order = await somebody.order(await shop.publish())
    payment = await somebody.pay(order)
    assert (await stripe.confirm(payment, MUST_AUTHENTICATE)).json()["status"] == "requires_action"
    await till.look_again(order)

    async def is_told() -> bool:
        return (await till.payment(order)).status == "requires_action"

    await till.settle_until(is_told)
    await stripe.authenticate(payment)
    await till.settle_until(becomes(somebody, order, "paid"))


async def test_the_return_page_alone_gets_the_order_paid(shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till):
    stripe.plan(webhooks=[{"fault": "drop", "rate": 1}])
    somebody = buyer()
    order = await somebody.order(await shop.publish())
    payment = await somebody.pay(order)
    await stripe.confirm(payment)
    assert (await somebody.pay(order))["status"] == "authorized"
    await till.settle_until(becomes(somebody, order, "paid"))


async def test_with_every_webhook_lost_the_next_look_gets_the_order_paid(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    stripe.plan(webhooks=[{"fault": "drop", "rate": 1}])
    somebody = buyer()
    order = await somebody.order(await shop.publish())
    await stripe.confirm(await somebody.pay(order))
    await till.settle()
    assert await somebody.status(order) == "pending"
    await till.look_again(order)
    await till.settle_until(becomes(somebody, order, "paid"))
    assert stripe.struck["drop"] > 0


@pytest.mark.parametrize("fault", ["duplicate", "reorder"])
async def test_webhooks_that_come_twice_or_in_another_order_change_nothing(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till, fault: str
):
    stripe.plan(webhooks=[{"fault": fault, "rate": 1, "seconds": 0.2}])
    somebody = buyer()
    order = await somebody.order(await shop.publish())
    await stripe.confirm(await somebody.pay(order))
    await till.settle_until(becomes(somebody, order, "paid"))
    await till.look_again(order)
    await till.settle()
    assert stripe.struck[fault] > 0
    assert await shop.told(order["id"]) == ["OrderPaid"]
    assert await shop.tickets(order["id"]) == 1


async def test_an_order_that_is_paid_takes_no_further_payment(shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till):
    somebody = buyer()
    order = await somebody.order(await shop.publish())
    await stripe.confirm(await somebody.pay(order))
    await till.settle_until(becomes(somebody, order, "paid"))
    refused = await somebody.post(f"/orders/{order['id']}/payment")
    assert (refused.status_code, refused.json()["code"]) == (409, "order_not_pending")


async def test_an_intent_that_does_not_fit_the_order_is_never_captured(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    somebody = buyer()
    order = await somebody.order(offered)
    payment = await somebody.pay(order)
    await stripe.change(payment, amount=100)
    await stripe.confirm(payment)
    await till.settle_until(becomes(somebody, order, "review"))
    assert stripe.money(order["id"])["captured"] == 0
    assert await shop.tickets(order["id"]) == 0
    assert await shop.stock(offered) == (0, 0)


async def test_a_payment_canceled_at_the_provider_makes_room_for_another_one(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    stripe.plan(webhooks=[{"fault": "drop", "rate": 1}])
    somebody = buyer()
    order = await somebody.order(await shop.publish())
    first = await somebody.pay(order)
    await stripe.cancel(first)
    await till.look_again(order)
    await till.settle()
    second = await somebody.pay(order)
    assert second["payment_id"] != first["payment_id"]
    await stripe.confirm(second)
    await till.look_again(order)
    await till.settle_until(becomes(somebody, order, "paid"))
