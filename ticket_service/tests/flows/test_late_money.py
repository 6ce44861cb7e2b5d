"""Money that comes after the order's time: tickets are taken again for it, or it goes back whole."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update

from shared.persistence import clock
from ticket_service.invariants import violated
from ticket_service.orders import service as orders
from ticket_service.orders.models import OrderStatus
from ticket_service.payments.models import Payment
from ticket_service.sales import ending
from ticket_service.tests.flows.conditions import becomes, nothing_was_taken
from ticket_service.tests.line import Line
from ticket_service.tests.paying import bought, refund_is
from ticket_service.tests.shop import Buyer, OrganizerOf, Shop, discount
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import Till

BuyerOf = Callable[[], Buyer]


async def _paid_by_debit(buyer: Buyer, order: dict[str, Any], stripe: Stripe) -> dict[str, Any]:
    """A bank debit: not captured by hand, and for days nobody knows whether it succeeds."""
    payment = await buyer.pay(order)
    await stripe.confirm_debit(payment)
    return payment


async def _alarms(till: Till, order: dict[str, Any]) -> list[str]:
    """The promises that are broken by this order."""
    async with till.database.transaction() as session:
        broken = await violated(await session.connection())
    return [name for name, rows in broken.items() if (order["number"],) in rows]


async def test_a_debit_that_is_still_processing_keeps_its_tickets_and_pays_the_order_later(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    somebody = buyer()
    order = await somebody.order(offered)
    payment = await _paid_by_debit(somebody, order, stripe)
    await till.time_to_pay_is_over(order)
    await till.expire()
    await till.settle()
    assert (await somebody.status(order), await shop.stock(offered)) == ("expiring", (1, 0))
    stripe.settle_debit(payment, "succeeded")
    await till.settle_until(becomes(somebody, order, "paid"))
    assert await shop.stock(offered) == (0, 1)


async def test_an_order_whose_debit_is_still_processing_is_no_alarm_and_one_that_nobody_ended_is(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    somebody = buyer()
    order, forgotten = await somebody.order(offered), await somebody.order(offered)
    await _paid_by_debit(somebody, order, stripe)
    await till.look_again(order)
    await till.settle()
    for one in (order, forgotten):
        await till.time_to_pay_is_over(one)
    assert await _alarms(till, order) == []
    assert await _alarms(till, forgotten) == ["an order waits long after its end"]


async def test_a_debit_that_fails_after_the_end_gives_its_tickets_back(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    somebody = buyer()
    order = await somebody.order(offered)
    payment = await _paid_by_debit(somebody, order, stripe)
    await till.time_to_pay_is_over(order)
    await till.expire()
    await till.settle()
    stripe.settle_debit(payment, "failed")
    await till.settle_until(becomes(somebody, order, "expired"))
    await nothing_was_taken(stripe, shop, order, offered)


async def _given_up_too_early(till: Till, order: dict[str, Any]) -> None:
    """The order has expired although its payment is still alive: as after a restored backup."""
    async with till.database.transaction() as session:
        expired = await orders.get_for_update(session, order["id"])
        expired.begin_end(OrderStatus.EXPIRED)
        await ending.end(session, [expired])


async def test_a_payment_that_counts_as_refunded_and_of_which_nothing_went_back_is_an_alarm(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    offered, somebody = await shop.publish(), buyer()
    order, returned = [await bought(somebody, offered, 1, stripe, till) for _ in range(2)]
    refund = await (await organizer(offered)).refund(returned)
    await till.send_refunds_until(refund_is(somebody, refund, "succeeded"))
    assert (await till.payment(returned)).status == "refunded"
    async with till.database.transaction() as session:
        of_order = update(Payment).where(Payment.order_id == order["id"])
        await session.execute(of_order.values(status="refunded", refundable=0))
    assert await _alarms(till, order) == ["a payment counts as refunded and its money did not go back"]
    assert await _alarms(till, returned) == []


async def test_paid_after_all_the_order_takes_tickets_again(shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till):
    offered = await shop.publish({"max_per_account": 1})
    somebody = buyer()
    order = await somebody.order(offered)
    payment = await _paid_by_debit(somebody, order, stripe)
    await _given_up_too_early(till, order)
    stripe.settle_debit(payment, "succeeded")
    await till.settle_until(becomes(somebody, order, "paid"))
    assert await shop.stock(offered) == (0, 1)
    assert await shop.tickets(order["id"]) == 1
    assert stripe.money(order["id"])["refunded"] == 0
    assert (await somebody.post("/orders", offered.order())).json()["code"] == "too_many_per_account"


async def test_paid_after_all_takes_nothing_that_others_wait_for(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    line = Line(till.runtime, await shop.publish(capacity=1))
    somebody = buyer()
    order = await somebody.order(line.offered)
    payment = await _paid_by_debit(somebody, order, stripe)
    entry = await line.join(buyer())
    await _given_up_too_early(till, order)
    stripe.settle_debit(payment, "succeeded")
    await till.settle_until(becomes(somebody, order, "refunded"))
    await line.serve()
    assert await line.statuses([entry]) == ["offered"]
    assert await shop.stock(line.offered) == (1, 0)


async def test_paid_after_all_with_nothing_left_the_money_goes_back_whole_and_once(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    offered = await shop.publish(capacity=1)
    somebody = buyer()
    order = await somebody.order(offered)
    payment = await _paid_by_debit(somebody, order, stripe)
    await _given_up_too_early(till, order)
    await buyer().hold(offered)
    stripe.settle_debit(payment, "succeeded")
    await till.settle_until(becomes(somebody, order, "refunded"))
    money = stripe.money(order["id"])
    assert (money["captured"], money["refunded"], money["times"]["refunded"]) == (2500, 2500, 1)
    assert await shop.tickets(order["id"]) == 0
    assert await shop.stock(offered) == (1, 0)
    assert await shop.told(order["id"]) == ["OrderExpired", "OrderRefunded"]
    assert await _alarms(till, order) == []
    assert (await shop.payloads(order["id"]))[-1]["was_paid"] is False


async def test_money_that_does_not_fit_an_order_which_has_ended_is_told_once_and_changes_nothing(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    offered, somebody = await shop.publish(), buyer()
    order = await somebody.order(offered)
    payment = await _paid_by_debit(somebody, order, stripe)
    await _given_up_too_early(till, order)
    async with till.database.transaction() as session:
        await session.execute(update(Payment).where(Payment.order_id == order["id"]).values(amount=2501))
    stripe.settle_debit(payment, "succeeded")
    for _ in range(2):
        async with till.database.transaction() as session:
            found = await session.get_one(Payment, (await till.payment(order)).id, with_for_update=True)
            found.ask(await clock.now(session))
        await till.settle()
    assert (await till.payment(order)).state == "dead"
    assert (await somebody.status(order), await shop.stock(offered)) == ("expired", (0, 0))
    life = (await somebody.get(f"/orders/{order['id']}/timeline")).json()["entries"]
    assert [entry["reason"] for entry in life if entry["what"] == "under_review"] == ["money_does_not_fit"]
    assert stripe.money(order["id"])["refunded"] == 0


@pytest.mark.parametrize(("others", "status", "refunded"), [(0, "paid", 0), (1, "refunded", 2000)])
async def test_paid_after_all_with_a_code_it_takes_a_use_again_or_the_money_goes_back(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till, others: int, status: str, refunded: int
):
    offered, code, somebody = await shop.publish(), discount(max_uses=1), buyer()
    await shop.rule(offered, code)
    order = await somebody.order(offered, discount_code="EARLYBIRD")
    payment = await _paid_by_debit(somebody, order, stripe)
    await _given_up_too_early(till, order)
    for _ in range(others):
        await buyer().order(offered, discount_code="EARLYBIRD")
    stripe.settle_debit(payment, "succeeded")
    await till.settle_until(becomes(somebody, order, status))
    assert (await shop.uses(code), stripe.money(order["id"])["refunded"]) == (1, refunded)


async def test_an_order_paid_for_a_canceled_event_is_refunded(shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till):
    offered = await shop.publish()
    somebody = buyer()
    order = await somebody.order(offered)
    payment = await _paid_by_debit(somebody, order, stripe)
    await shop.cancel(offered)
    stripe.settle_debit(payment, "succeeded")
    await till.settle_until(becomes(somebody, order, "refunded"))
    money = stripe.money(order["id"])
    assert (money["captured"], money["refunded"]) == (2500, 2500)
    assert await shop.stock(offered) == (0, 0)
    assert await shop.tickets(order["id"]) == 0


@pytest.mark.parametrize(("fault", "status"), [("fails_at_once", "review"), ("pending", "refunded")])
async def test_a_refund_that_fails_is_never_silent_and_one_that_takes_time_is_waited_for(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till, fault: str, status: str
):
    stripe.plan(refunds=[{"fault": fault, "rate": 1, "seconds": 1}])
    offered = await shop.publish()
    somebody = buyer()
    order = await somebody.order(offered)
    payment = await _paid_by_debit(somebody, order, stripe)
    await shop.cancel(offered)
    stripe.settle_debit(payment, "succeeded")
    await till.settle_until(becomes(somebody, order, status))
    assert stripe.struck[fault] == 1


async def test_late_money_that_a_bank_sends_back_after_its_refund_is_for_people_to_look_at(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    stripe.plan(refunds=[{"fault": "fails_later", "nth": [1], "seconds": 0.5}])
    offered = await shop.publish()
    somebody = buyer()
    order = await somebody.order(offered)
    payment = await _paid_by_debit(somebody, order, stripe)
    await shop.cancel(offered)
    stripe.settle_debit(payment, "succeeded")
    await till.settle_until(becomes(somebody, order, "refunded"))
    await till.settle_until(becomes(somebody, order, "review"))
    assert (stripe.money(order["id"])["captured"], stripe.money(order["id"])["refunded"]) == (2500, 0)
    assert await shop.told(order["id"]) == ["OrderRefunded"]
