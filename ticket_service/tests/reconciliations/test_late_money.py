"""Late money that went back whole: what differs from ours is planted, found, repaired if that is safe, and gone then."""

from collections.abc import Callable
from typing import Any

import pytest

from ticket_service.orders.models import Order
from ticket_service.payments import operations
from ticket_service.payments.models import OperationKind, Payment, PaymentOperation
from ticket_service.tests.flows.conditions import becomes
from ticket_service.tests.paying import bought, paid_late
from ticket_service.tests.reconciliations.books import Auditor
from ticket_service.tests.shop import Buyer, Offered, Shop
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import Till

BuyerOf = Callable[[], Buyer]


async def _late(somebody: Buyer, shop: Shop, offered: Offered, stripe: Stripe, till: Till) -> dict[str, Any]:
    """An order whose money came too late and was sent back whole."""
    order = await paid_late(somebody, shop, offered, stripe, till)
    await till.settle_until(becomes(somebody, order, "refunded"))
    return order


@pytest.mark.parametrize("status", ["canceled", "review"])
async def test_late_money_that_went_back_unnoticed_is_recorded(
    auditor: Auditor, shop: Shop, offered: Offered, buyer: BuyerOf, stripe: Stripe, till: Till, status: str
):
    somebody = buyer()
    order = await _late(somebody, shop, offered, stripe, till)
    await auditor.plant(Payment, order, status="captured", refundable=2500)
    await auditor.plant(Order, order, status=status)
    await auditor.forget_work(order)
    assert await auditor.found(order, repair=True) == [("refund_not_recorded", "look")]
    await till.settle()
    assert (await somebody.status(order), (await till.payment(order)).status) == ("refunded", "refunded")
    assert stripe.money(order["id"])["times"]["refunded"] == 1
    assert await auditor.found(order) == []


async def test_late_money_that_did_not_go_back_is_left_to_people(
    auditor: Auditor, offered: Offered, buyer: BuyerOf, stripe: Stripe, till: Till
):
    order = await bought(buyer(), offered, 1, stripe, till)
    payment = await till.payment(order)
    # By our books the money was late and was sent back; the provider was never asked to.
    await auditor.plant(Order, order, status="refunded")
    await auditor.plant(Payment, order, status="refunded", refundable=0)
    async with till.database.transaction() as session:
        call = operations.planned_at(payment.created_at, OperationKind.REFUND, payment)
        call.finish()
        session.add(call)
    assert await auditor.found(order, repair=True) == [("refund_missing", "review")]
    await stripe.refund({"client_secret": payment.intent_id}, 1000)
    assert sorted(await auditor.found(order)) == [("refund_missing", "review"), ("refund_unknown", "review")]


async def test_late_money_that_a_bank_sent_back_is_returned_and_not_missing(
    auditor: Auditor, shop: Shop, offered: Offered, buyer: BuyerOf, stripe: Stripe, till: Till
):
    rules = {"refunds": [{"fault": "fails_later", "nth": [1], "seconds": 600}]}
    stripe.plan(webhooks=[{"fault": "drop", "rate": 1}], **rules)
    order = await _late(buyer(), shop, offered, stripe, till)
    [refund] = await till.provider.refunds_of((await till.payment(order)).intent_id or "")
    stripe.control("POST", f"/refunds/{refund.id}/settle")
    assert await auditor.found(order) == [("refund_returned", "review")]


async def test_late_money_that_was_sent_by_hand_is_a_difference_only_while_the_provider_has_sent_it_too(
    auditor: Auditor, shop: Shop, offered: Offered, buyer: BuyerOf, stripe: Stripe, till: Till
):
    rules = {"refunds": [{"fault": "fails_later", "nth": [1], "seconds": 600}]}
    stripe.plan(webhooks=[{"fault": "drop", "rate": 1}], **rules)
    order = await _late(buyer(), shop, offered, stripe, till)
    await auditor.plant(PaymentOperation, order, paid_by_hand="Cash")
    assert await auditor.found(order, repair=True) == [("refund_not_recorded", "review")]
    [refund] = await till.provider.refunds_of((await till.payment(order)).intent_id or "")
    stripe.control("POST", f"/refunds/{refund.id}/settle")
    assert await auditor.found(order) == []
    await auditor.plant(PaymentOperation, order, paid_by_hand=None)
    assert await auditor.found(order) == [("refund_returned", "review")]
