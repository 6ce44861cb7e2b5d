"""Killed at every step of the saga: each purchase ends as one paid order with its tickets, or with nothing charged."""

import signal
from collections.abc import Callable
from typing import Any

import pytest

from ticket_service.tests.flows.conditions import becomes
from ticket_service.tests.paying import paid_late
from ticket_service.tests.settling import settle_in_another_process
from ticket_service.tests.shop import Buyer, Shop
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import Till

BuyerOf = Callable[[], Buyer]
LOOKING = ["look.retrieved", "look.decided", "look.committed"]


def _steps(kind: str) -> list[str]:
    return [*LOOKING, *(f"{kind}.{step}" for step in ("planned", "called", "recorded", "committed"))]


async def _killed_at(step: str, environment: dict[str, str]) -> None:
    """A worker's process settles what is due and dies at the step; that it does is the control of the test."""
    failing = {"TICKETS_TEST_FAILPOINTS": "1", "FAIL_AT": f"{step}:1"}
    assert await settle_in_another_process({**environment, **failing}) == -signal.SIGKILL


async def _is_paid_once(shop: Shop, stripe: Stripe, order: dict[str, Any]) -> None:
    money = stripe.money(order["id"])
    assert (money["captured"], money["times"]["captured"], money["refunded"]) == (2500, 1, 0)
    assert await shop.tickets(order["id"]) == 1
    assert await shop.told(order["id"]) == ["OrderPaid"]


@pytest.mark.parametrize("step", _steps("capture"))
async def test_killed_while_a_payment_is_collected(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till, environment: dict[str, str], step: str
):
    stripe.plan(webhooks=[{"fault": "drop", "rate": 1}])
    offered = await shop.publish()
    somebody = buyer()
    order = await somebody.order(offered)
    await stripe.confirm(await somebody.pay(order))
    await till.look_again(order)
    await _killed_at(step, environment)
    await till.leases_run_out(order)
    await till.look_again(order)
    await till.settle_until(becomes(somebody, order, "paid"))
    await _is_paid_once(shop, stripe, order)
    assert await shop.stock(offered) == (0, 1)


@pytest.mark.parametrize("step", _steps("cancel"))
async def test_killed_while_an_unpaid_order_ends(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till, environment: dict[str, str], step: str
):
    offered = await shop.publish()
    somebody = buyer()
    order = await somebody.order(offered)
    payment = await somebody.pay(order)
    await till.time_to_pay_is_over(order)
    await till.expire()
    await _killed_at(step, environment)
    await till.leases_run_out(order)
    await till.settle_until(becomes(somebody, order, "expired"))
    assert (await stripe.intent(payment))["status"] == "canceled"
    assert await shop.stock(offered) == (0, 0)
    assert await shop.told(order["id"]) == ["OrderExpired"]


@pytest.mark.parametrize("step", _steps("refund"))
async def test_killed_while_late_money_goes_back(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till, environment: dict[str, str], step: str
):
    offered = await shop.publish()
    somebody = buyer()
    order = await paid_late(somebody, shop, offered, stripe, till)
    await _killed_at(step, environment)
    await till.leases_run_out(order)
    await till.look_again(order)
    await till.settle_until(becomes(somebody, order, "refunded"))
    money = stripe.money(order["id"])
    assert (money["captured"], money["refunded"], money["times"]["refunded"]) == (2500, 2500, 1)
    assert await shop.tickets(order["id"]) == 0
    assert await shop.stock(offered) == (0, 0)


@pytest.mark.parametrize("step", ["create.planned", "create.called", "create.committed"])
async def test_killed_while_a_worker_continues_a_payment_that_nobody_finished_starting(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till, environment: dict[str, str], step: str
):
    stripe.plan(calls=[{"fault": "error_before_effect", "on": ["payment_intents.create"], "nth": [1, 2, 3]}])
    somebody = buyer()
    order = await somebody.order(await shop.publish())
    headers = {"Idempotency-Key": "first"}
    path = f"/api/v1/orders/{order['id']}/payment"
    assert (await somebody.client.post(path, headers=headers, auth=somebody.person)).status_code == 503
    stripe.plan()
    await till.pauses_pass(order)
    await _killed_at(step, environment)
    await till.leases_run_out(order)
    payment = await somebody.pay(order)
    assert len(stripe.money(order["id"])["payment_intents"]) == 1
    await stripe.confirm(payment)
    await till.settle_until(becomes(somebody, order, "paid"))
    await _is_paid_once(shop, stripe, order)
