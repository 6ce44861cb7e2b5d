"""Refunds that differ from ours: each is planted, found, repaired if that is safe, and gone in the next run."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from ticket_service.payments.models import Payment
from ticket_service.refunds.models import Refund
from ticket_service.tests.disputes.bank import Bank
from ticket_service.tests.paying import bought, refund_is
from ticket_service.tests.reconciliations.books import Auditor
from ticket_service.tests.shop import Buyer, Offered, OrganizerOf, Shop
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import Till

BuyerOf = Callable[[], Buyer]


async def _refunded(
    somebody: Buyer, member: Buyer, offered: Offered, stripe: Stripe, till: Till, amount: int = 1000
) -> tuple[dict[str, Any], dict[str, Any]]:
    """A paid order of which an amount has gone back."""
    order = await bought(somebody, offered, 1, stripe, till)
    refund = await member.refund(order, amount=amount)
    await till.send_refunds_until(refund_is(somebody, refund, "succeeded"))
    return order, refund


async def _row(till: Till, order: dict[str, Any]) -> Refund:
    async with till.database.transaction() as session:
        return (await session.execute(select(Refund).where(Refund.order_id == order["id"]))).scalar_one()


async def test_a_refund_made_in_the_dashboard_is_recorded_and_told(
    auditor: Auditor, offered: Offered, shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    somebody = buyer()
    order = await bought(somebody, offered, 1, stripe, till)
    made = await stripe.refund({"client_secret": (await till.payment(order)).intent_id}, 1000)
    assert await auditor.found(order) == [("refund_unknown", "record_refund")]
    assert (await till.payment(order)).refundable == 2500
    assert await auditor.found(order, repair=True) == [("refund_unknown", "record_refund")]
    row = await _row(till, order)
    assert (row.cause, row.status, row.amount, row.provider_id) == ("at_provider", "succeeded", 1000, made["id"])
    assert (await till.payment(order)).refundable == 1500
    assert (await somebody.status(order), await shop.tickets(order["id"])) == ("partially_refunded", 1)
    assert await shop.told(order["id"]) == ["OrderPaid", "OrderRefunded"]
    await till.send_refunds()
    assert stripe.money(order["id"])["times"]["refunded"] == 1
    assert await auditor.found(order) == []


async def test_more_than_is_left_by_our_books_is_never_recorded(
    auditor: Auditor, offered: Offered, buyer: BuyerOf, stripe: Stripe, till: Till
):
    order = await bought(buyer(), offered, 1, stripe, till)
    await stripe.refund({"client_secret": (await till.payment(order)).intent_id}, 1000)
    await auditor.plant(Payment, order, refundable=999)
    assert await auditor.found(order, repair=True) == [("refund_unknown", "review")]
    assert (await till.payment(order)).refundable == 999


@pytest.mark.parametrize("status", ["processing", "failed"])
async def test_a_refund_that_arrived_unnoticed_is_recorded_and_sent_no_second_time(
    auditor: Auditor,
    offered: Offered,
    buyer: BuyerOf,
    organizer: OrganizerOf,
    stripe: Stripe,
    till: Till,
    status: str,
):
    somebody = buyer()
    order, refund = await _refunded(somebody, await organizer(offered), offered, stripe, till)
    await auditor.plant(Refund, order, status=status, state="dead", provider_id=None)
    assert await auditor.found(order, repair=True) == [("refund_not_recorded", "look")]
    await till.send_refunds_until(refund_is(somebody, refund, "succeeded"))
    assert stripe.money(order["id"])["times"]["refunded"] == 1
    assert await auditor.found(order) == []


async def test_a_refund_that_failed_and_seems_to_have_arrived_is_left_to_people(
    auditor: Auditor, offered: Offered, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    order, _ = await _refunded(buyer(), await organizer(offered), offered, stripe, till)
    await auditor.plant(Refund, order, status="failed", state="dead")
    assert await auditor.found(order, repair=True) == [("refund_not_recorded", "review")]
    await till.send_refunds()
    assert stripe.money(order["id"])["times"]["refunded"] == 1


async def test_a_refund_that_was_paid_by_hand_is_no_difference_until_the_provider_pays_it_too(
    auditor: Auditor, offered: Offered, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    stripe.plan(refunds=[{"fault": "fails_at_once", "nth": [1]}])
    somebody, member = buyer(), await organizer(offered)
    order = await bought(somebody, offered, 1, stripe, till)
    refund = await member.refund(order)
    await till.send_refunds_until(refund_is(somebody, refund, "failed"))
    at_provider = (await _row(till, order)).provider_id
    await member.post(f"/refunds/{refund['id']}/pay-by-hand", {"how": "Cash"})
    assert await auditor.found(order, repair=True) == []

    await auditor.plant(Refund, order, provider_id=None)
    assert await auditor.found(order, repair=True) == []

    await auditor.plant(Refund, order, paid_by_hand=None)
    assert await auditor.found(order) == [("refund_missing", "review")]
    await auditor.plant(Refund, order, provider_id=at_provider)
    assert await auditor.found(order) == [("refund_returned", "look")]

    arrived, _ = await _refunded(buyer(), member, offered, stripe, till)
    await auditor.plant(Refund, arrived, paid_by_hand="Cash")
    assert await auditor.found(arrived, repair=True) == [("refund_not_recorded", "review")]


async def test_money_that_a_bank_sent_back_unnoticed_is_seen(
    auditor: Auditor, offered: Offered, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    rules = {"refunds": [{"fault": "fails_later", "nth": [1], "seconds": 600}]}
    stripe.plan(webhooks=[{"fault": "drop", "rate": 1}], **rules)
    somebody = buyer()
    order, refund = await _refunded(somebody, await organizer(offered), offered, stripe, till)
    stripe.control("POST", f"/refunds/{(await _row(till, order)).provider_id}/settle")
    assert await auditor.found(order, repair=True) == [("refund_returned", "look")]
    await till.send_refunds_until(refund_is(somebody, refund, "failed"))
    assert await auditor.found(order) == []


@pytest.mark.parametrize("is_told", [True, False])
async def test_money_sent_in_the_dashboard_that_a_bank_sent_back_is_seen_and_can_be_sent_again(
    auditor: Auditor,
    offered: Offered,
    buyer: BuyerOf,
    organizer: OrganizerOf,
    stripe: Stripe,
    till: Till,
    is_told: bool,
):
    silence = [] if is_told else [{"fault": "drop", "rate": 1}]
    stripe.plan(webhooks=silence, refunds=[{"fault": "fails_later", "nth": [1], "seconds": 600}])
    somebody, member = buyer(), await organizer(offered)
    order = await bought(somebody, offered, 1, stripe, till)
    made = await stripe.refund({"client_secret": (await till.payment(order)).intent_id}, 1000)
    await auditor.found(order, repair=True)
    refund = {"id": (await _row(till, order)).id}
    stripe.control("POST", f"/refunds/{made['id']}/settle")
    if not is_told:
        assert await auditor.found(order, repair=True) == [("refund_returned", "look")]
    await till.send_refunds_until(refund_is(somebody, refund, "failed"))
    assert await auditor.found(order) == []

    await member.post(f"/refunds/{refund['id']}/retry")
    await till.send_refunds_until(refund_is(somebody, refund, "succeeded"))
    assert (stripe.money(order["id"])["refunded"], (await till.payment(order)).refundable) == (1000, 1500)
    assert await auditor.found(order) == []


async def test_a_refund_that_the_provider_does_not_show_is_left_to_people(
    auditor: Auditor, offered: Offered, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    order = await bought(buyer(), offered, 1, stripe, till)
    await (await organizer(offered)).refund(order, amount=1000)
    await auditor.plant(Refund, order, status="succeeded", state="done", provider_id=f"re_gone{order['id']}")
    assert await auditor.found(order, repair=True) == [("refund_missing", "review")]
    assert stripe.money(order["id"])["refunded"] == 0


async def test_a_refund_of_another_amount_is_left_to_people(
    auditor: Auditor, offered: Offered, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    order, _ = await _refunded(buyer(), await organizer(offered), offered, stripe, till)
    await auditor.plant(Refund, order, amount=999)
    assert await auditor.found(order, repair=True) == [("refund_amount_differs", "review")]


async def test_a_dispute_that_opened_or_ended_unnoticed_is_looked_at(
    auditor: Auditor, offered: Offered, buyer: BuyerOf, stripe: Stripe, till: Till
):
    bank = Bank(stripe, till)
    order = await bought(buyer(), offered, 1, stripe, till)
    assert await auditor.found(order) == []
    dispute = await bank.opens(order)
    assert await auditor.found(order, repair=True) == [("dispute_not_recorded", "look")]
    await bank.look()
    assert await bank.stand(order) == ("needs_response", 2500, "disputed", 0)
    assert await auditor.found(order) == []
    bank.decides(dispute, "lost")
    assert await auditor.found(order, repair=True) == [("dispute_not_recorded", "look")]
    await bank.look()
    assert await bank.stand(order) == ("lost", 2500, "disputed", 0)
    assert await auditor.found(order) == []
