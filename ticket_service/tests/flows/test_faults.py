"""Stripe failing in every way it can while a purchase runs: one charge and one order with its tickets, whatever happens."""

from collections.abc import Callable
from typing import Any

import pytest

from ticket_service.tests.flows.conditions import becomes
from ticket_service.tests.shop import Buyer, Shop
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import Till

BuyerOf = Callable[[], Buyer]
FAULTS = [
    "lost_request",
    "lost_response",
    "cut_response",
    "error_before_effect",
    "error_instead_of_effect",
    "error_after_effect",
    "conflict",
    "rate_limit",
]


async def _buy(buyer: Buyer, shop: Shop, stripe: Stripe, till: Till) -> dict[str, Any]:
    offered = await shop.publish()
    order = await buyer.order(offered)
    await stripe.confirm(await buyer.pay(order))
    await till.settle_until(becomes(buyer, order, "paid"))
    money = stripe.money(order["id"])
    assert (money["captured"], money["times"]["captured"], money["refunded"]) == (2500, 1, 0)
    assert await shop.stock(offered) == (0, 1)
    assert await shop.tickets(order["id"]) == 1
    assert await shop.told(order["id"]) == ["OrderPaid"]
    return order


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("call", ["create", "capture", "retrieve"])
async def test_a_call_that_fails_is_looked_up_and_made_again(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till, call: str, fault: str
):
    stripe.plan(calls=[{"fault": fault, "on": [f"payment_intents.{call}"], "nth": [1, 2, 3, 4]}])
    await _buy(buyer(), shop, stripe, till)
    assert stripe.struck[fault] >= 1


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_cancellation_that_fails_is_made_again_before_tickets_go_back(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till, fault: str
):
    stripe.plan(calls=[{"fault": fault, "on": ["payment_intents.cancel"], "nth": [1, 2, 3, 4]}])
    offered = await shop.publish()
    somebody = buyer()
    order = await somebody.order(offered)
    payment = await somebody.pay(order)
    await till.time_to_pay_is_over(order)
    await till.expire()
    await till.settle_until(becomes(somebody, order, "expired"))
    assert stripe.struck[fault] >= 1
    assert (await stripe.intent(payment))["status"] == "canceled"
    assert await shop.stock(offered) == (0, 0)


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_refund_that_fails_on_its_way_is_made_once(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till, fault: str
):
    stripe.plan(calls=[{"fault": fault, "on": ["refunds.create"], "nth": [1, 2, 3, 4]}])
    offered = await shop.publish()
    somebody = buyer()
    order = await somebody.order(offered)
    payment = await somebody.pay(order)
    await stripe.confirm_debit(payment)
    await shop.cancel(offered)
    stripe.settle_debit(payment, "succeeded")
    await till.settle_until(becomes(somebody, order, "refunded"))
    assert stripe.struck[fault] >= 1
    money = stripe.money(order["id"])
    assert (money["captured"], money["refunded"], money["times"]["refunded"]) == (2500, 2500, 1)


async def test_a_stored_failure_leads_to_the_next_key(shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till):
    calls = ("payment_intents.create", "payment_intents.capture")
    stripe.plan(calls=[{"fault": "error_instead_of_effect", "on": [call], "nth": [1]} for call in calls])
    order = await _buy(buyer(), shop, stripe, till)
    payment = await till.payment(order)
    assert await till.keys(order) == [
        f"cap:{order['id']}:{payment.intent_id}:2",
        f"pi:{order['id']}:2",
    ]


async def test_faults_of_all_kinds_at_random_end_in_as_many_charges_as_orders(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    ours = [f"payment_intents.{call}" for call in ("create", "retrieve", "capture", "list")]
    rules = [{"fault": fault, "on": ours, "rate": 0.08} for fault in FAULTS]
    webhooks = [{"fault": fault, "rate": 0.3, "seconds": 0.2} for fault in ("drop", "duplicate", "reorder")]
    stripe.plan(seed=7, calls=rules, webhooks=webhooks)
    for _ in range(8):
        offered = await shop.publish()
        somebody = buyer()
        order = await somebody.order(offered)
        payment = await somebody.pay(order)
        await stripe.confirm(payment)
        await till.look_again(order)
        await till.settle_until(becomes(somebody, order, "paid"))
        assert stripe.money(order["id"])["times"]["captured"] == 1
        assert await shop.tickets(order["id"]) == 1
    assert sum(stripe.struck.values()) > 0


async def test_a_stalled_provider_is_answered_with_not_now(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("ticket_service.payments.stripe_client.TOTAL_SECONDS", 0.3)
    stripe.plan(calls=[{"fault": "stall_after_effect", "on": ["payment_intents.create"], "nth": [1], "seconds": 1}])
    somebody = buyer()
    order = await somebody.order(await shop.publish())
    headers = {"Idempotency-Key": "stalled"}
    path = f"/api/v1/orders/{order['id']}/payment"
    answer = await somebody.client.post(path, headers=headers, auth=somebody.person)
    assert (answer.status_code, answer.json()["code"]) == (503, "payment_provider_unavailable")
    stripe.plan()
    monkeypatch.undo()
    assert (await somebody.pay(order))["status"] == "created"
    assert len(stripe.money(order["id"])["payment_intents"]) == 1
