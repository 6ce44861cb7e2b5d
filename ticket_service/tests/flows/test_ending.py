"""Orders that end unpaid, and money that comes at the wrong moment: never both money and no tickets, never neither."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from ticket_service.tests.flows.conditions import becomes, nothing_was_taken
from ticket_service.tests.shop import Buyer, Shop
from ticket_service.tests.stripe import DECLINED, Stripe
from ticket_service.tests.till import Till

BuyerOf = Callable[[], Buyer]


async def test_an_order_without_a_payment_expires_and_gives_its_tickets_back(shop: Shop, buyer: BuyerOf, till: Till):
    offered = await shop.publish({"max_per_account": 1})
    somebody = buyer()
    order = await somebody.order(offered)
    await till.time_to_pay_is_over(order)
    refused = await somebody.post(f"/orders/{order['id']}/payment")
    assert (refused.status_code, refused.json()["code"]) == (410, "order_is_expired")
    await till.expire()
    assert await somebody.status(order) == "expired"
    assert await shop.stock(offered) == (0, 0)
    assert await shop.told(order["id"]) == ["OrderExpired"]
    assert (await somebody.post("/orders", offered.order())).status_code == 201


@pytest.mark.parametrize("card", [None, DECLINED])
async def test_an_unpaid_intent_is_canceled_before_the_tickets_go_back(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till, card: str | None
):
    offered = await shop.publish()
    somebody = buyer()
    order = await somebody.order(offered)
    payment = await somebody.pay(order)
    if card:
        await stripe.confirm(payment, card)
    await till.time_to_pay_is_over(order)
    await till.expire()
    assert await somebody.status(order) == "expiring"
    assert await shop.stock(offered) == (1, 0)
    await till.settle_until(becomes(somebody, order, "expired"))
    assert (await stripe.intent(payment))["status"] == "canceled"
    await nothing_was_taken(stripe, shop, order, offered)
    assert (await stripe.confirm(payment)).status_code == 400


async def test_tickets_stay_held_while_the_provider_cannot_be_asked(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    somebody = buyer()
    order = await somebody.order(offered)
    await somebody.pay(order)
    stripe.plan(calls=[{"fault": "error_instead_of_effect", "on": ["payment_intents.*"], "rate": 1}])
    await till.time_to_pay_is_over(order)
    await till.expire()
    await till.settle()
    assert await shop.stock(offered) == (1, 0)
    stripe.plan()
    await till.look_again(order)
    await till.settle_until(becomes(somebody, order, "expired"))
    assert await shop.stock(offered) == (0, 0)


async def test_a_card_authorized_just_before_the_end_is_captured(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    stripe.plan(webhooks=[{"fault": "drop", "rate": 1}])
    offered = await shop.publish()
    somebody = buyer()
    order = await somebody.order(offered)
    await stripe.confirm(await somebody.pay(order))
    await till.time_to_pay_is_over(order)
    await till.expire()
    await till.settle_until(becomes(somebody, order, "paid"))
    assert await shop.stock(offered) == (0, 1)
    assert stripe.money(order["id"])["captured"] == 2500


async def test_a_card_authorized_after_the_decision_but_before_the_provider_was_asked_is_captured(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    stripe.plan(webhooks=[{"fault": "drop", "rate": 1}])
    offered = await shop.publish()
    somebody = buyer()
    order = await somebody.order(offered)
    payment = await somebody.pay(order)
    await till.time_to_pay_is_over(order)
    await till.expire()
    await stripe.confirm(payment)
    await till.settle_until(becomes(somebody, order, "paid"))
    assert await shop.tickets(order["id"]) == 1


@pytest.mark.parametrize("offset", range(8))
async def test_paying_and_expiring_at_once_end_as_one_of_both(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till, offset: int
):
    offered = await shop.publish()
    somebody = buyer()
    order = await somebody.order(offered)
    payment = await somebody.pay(order)
    await till.time_to_pay_is_over(order)

    async def later(work: Callable[[], Awaitable[Any]], steps: int) -> None:
        for _ in range(steps):
            await asyncio.sleep(0.005)
        await work()

    async def ended() -> bool:
        """What the clock brings: the next look sees news that came during the last one, and the sweeper sees an order that
        was to be captured and went back to pending because its cancelation had already been under way.
        """
        await till.look_again(order)
        await till.expire()
        return await somebody.status(order) in {"paid", "expired"}

    await asyncio.gather(
        later(lambda: stripe.confirm(payment), offset),
        later(till.expire, 8 - offset),
        later(till.settle, 4),
        later(till.settle, 8),
    )
    await till.settle_until(ended)
    if await somebody.status(order) == "paid":
        assert stripe.money(order["id"])["captured"] == 2500
        assert await shop.stock(offered) == (0, 1)
        assert await shop.tickets(order["id"]) == 1
    else:
        await nothing_was_taken(stripe, shop, order, offered)


async def test_a_buyer_who_cancels_gets_an_authorization_back(shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till):
    stripe.plan(webhooks=[{"fault": "drop", "rate": 1}])
    offered = await shop.publish()
    somebody = buyer()
    order = await somebody.order(offered)
    await stripe.confirm(await somebody.pay(order))
    canceled = await somebody.post(f"/orders/{order['id']}/cancel")
    assert canceled.json()["status"] == "expiring"
    await till.settle_until(becomes(somebody, order, "canceled"))
    await nothing_was_taken(stripe, shop, order, offered)
    assert await shop.told(order["id"]) == ["OrderCanceled"]


async def test_a_canceled_event_gives_authorizations_back(shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till):
    stripe.plan(webhooks=[{"fault": "drop", "rate": 1}])
    offered = await shop.publish()
    somebody = buyer()
    order = await somebody.order(offered)
    await stripe.confirm(await somebody.pay(order))
    await shop.cancel(offered)
    await till.look_again(order)
    await till.settle_until(becomes(somebody, order, "canceled"))
    await nothing_was_taken(stripe, shop, order, offered)


async def test_unpaid_orders_of_a_canceled_event_end_as_canceled_and_say_why(shop: Shop, buyer: BuyerOf, till: Till):
    offered = await shop.publish()
    somebody = buyer()
    given_up, left = await somebody.order(offered), await somebody.order(offered)
    await somebody.post(f"/orders/{given_up['id']}/cancel")
    await shop.cancel(offered)
    await till.expire()
    assert await somebody.status(left) == "canceled"
    told = [await shop.payloads(order["id"]) for order in (given_up, left)]
    assert [[message["reason"] for message in messages] for messages in told] == [["given_up"], ["event_canceled"]]


async def test_an_authorization_that_ended_before_its_capture_leaves_the_order_payable(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    somebody = buyer()
    order = await somebody.order(await shop.publish())
    payment = await somebody.pay(order)
    stripe.plan(calls=[{"fault": "error_instead_of_effect", "on": ["payment_intents.capture"], "nth": [1]}])
    await stripe.confirm(payment)
    await till.settle_until(becomes(somebody, order, "capturing"))
    await stripe.cancel(payment)
    await till.settle_until(becomes(somebody, order, "pending"))
    assert await shop.told(order["id"]) == ["PaymentFailed"]
    await stripe.confirm(await somebody.pay(order))
    await till.settle_until(becomes(somebody, order, "paid"))


@pytest.mark.parametrize(("outcome", "status", "stock"), [("succeeded", "paid", (0, 1)), ("failed", "expired", (0, 0))])
async def test_an_authorization_that_ended_long_ago_does_not_end_an_order_that_waits_for_another_payment(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till, outcome: str, status: str, stock: tuple[int, int]
):
    fails = {"fault": "error_instead_of_effect", "on": ["payment_intents.capture"], "nth": [1]}
    stripe.plan(webhooks=[{"fault": "drop", "rate": 1}], calls=[fails])
    offered = await shop.publish()
    somebody = buyer()
    order = await somebody.order(offered)
    first = await somebody.pay(order)
    await stripe.confirm(first)
    await till.look_again(order)
    await till.settle_until(becomes(somebody, order, "capturing"))
    await till.pauses_last(order)
    await stripe.cancel(first)
    await till.look_again(order)
    await till.settle()
    assert (await somebody.status(order), await till.calls_left(order)) == ("pending", ["capture"])

    second = await somebody.pay(order)
    await stripe.confirm_debit(second)
    await till.time_to_pay_is_over(order)
    await till.expire()
    await till.pauses_pass(order)
    await till.settle()
    assert (await somebody.status(order), await shop.stock(offered)) == ("expiring", (1, 0))
    assert await till.calls_left(order) == []

    stripe.settle_debit(second, outcome)
    await till.look_again(order)
    await till.settle_until(becomes(somebody, order, status))
    assert await shop.stock(offered) == stock
