"""Intents that differ from our payments: each is planted, found, repaired if that is safe, and gone in the next run."""

from collections.abc import Callable
from typing import Any

from shared.ids import new_id
from ticket_service.orders.models import Order
from ticket_service.payments.models import Payment
from ticket_service.tests.paying import bought
from ticket_service.tests.reconciliations.books import Auditor
from ticket_service.tests.shop import Buyer, Shop
from ticket_service.tests.stripe import Stripe, intent_id
from ticket_service.tests.till import Till

BuyerOf = Callable[[], Buyer]


async def _waiting(buyer: Buyer, shop: Shop) -> tuple[dict[str, Any], dict[str, Any]]:
    """An order with a payment that nobody has confirmed."""
    order = await buyer.order(await shop.publish())
    return order, await buyer.pay(order)


async def test_an_intent_for_an_order_that_nobody_knows_is_left_to_people(auditor: Auditor, stripe: Stripe):
    unknown = await stripe.make_intent(order_id=new_id("ord"), payment_id=new_id("pay"))
    strange = await stripe.make_intent(order_id="' OR 1=1", payment_id="\\")
    await stripe.make_intent()
    found = {row.subject: (row.code, row.repair, row.repaired_at) for row in await auditor.run(repair=True)}
    assert found[unknown["id"]] == found[strange["id"]] == ("intent_unknown", "review", None)
    assert (await stripe.intent(unknown | {"client_secret": unknown["id"]}))["status"] == "requires_payment_method"


async def test_an_intent_of_somebody_else_is_none_of_ours(auditor: Auditor, stripe: Stripe):
    others = await stripe.make_intent()
    assert others["id"] not in {row.subject for row in await auditor.run()}


async def test_a_second_intent_that_nobody_wants_is_canceled(
    auditor: Auditor, shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    order = await bought(buyer(), await shop.publish(), 1, stripe, till)
    twin = await stripe.make_intent(order_id=order["id"], payment_id=(await till.payment(order)).id)
    assert await auditor.found(order) == [("intent_unwanted", "cancel_intent")]
    assert (await stripe.intent({"client_secret": twin["id"]}))["status"] == "requires_payment_method"
    assert await auditor.found(order, repair=True) == [("intent_unwanted", "cancel_intent")]
    assert (await stripe.intent({"client_secret": twin["id"]}))["status"] == "canceled"
    assert await auditor.found(order) == []
    assert stripe.money(order["id"])["captured"] == 2500


async def test_an_intent_whose_id_was_lost_is_recorded(
    auditor: Auditor, shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    somebody = buyer()
    order, payment = await _waiting(somebody, shop)
    await stripe.confirm(payment)
    await till.time_to_pay_is_over(order)
    await auditor.forget_work(order)
    await auditor.plant(Payment, order, intent_id=None)
    assert await auditor.found(order, repair=True) == [("intent_not_recorded", "look")]
    await till.settle()
    assert (await till.payment(order)).intent_id == intent_id(payment)
    assert len(stripe.money(order["id"])["payment_intents"]) == 1


async def test_an_intent_that_the_provider_does_not_know_is_left_to_people(
    auditor: Auditor, shop: Shop, buyer: BuyerOf, till: Till
):
    somebody = buyer()
    order, _ = await _waiting(somebody, shop)
    await somebody.post(f"/orders/{order['id']}/cancel")
    await till.settle()
    assert await somebody.status(order) == "canceled"
    await auditor.plant(Payment, order, intent_id=f"pi_{new_id('gone')}")
    assert await auditor.found(order, repair=True) == [("intent_missing", "review")]


async def test_an_intent_that_can_be_paid_though_its_order_has_ended_is_canceled(
    auditor: Auditor, shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    order, payment = await _waiting(buyer(), shop)
    await stripe.confirm(payment)
    await auditor.plant(Order, order, status="expired")
    await auditor.plant(Payment, order, status="canceled", state="done")
    assert await auditor.found(order) == [("intent_still_open", "cancel_intent")]
    assert await auditor.found(order, repair=True) == [("intent_still_open", "cancel_intent")]
    await till.settle()
    assert (await stripe.intent(payment))["status"] == "canceled"
    assert await auditor.found(order) == []


async def test_an_order_that_nobody_decides_is_looked_at(
    auditor: Auditor, shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    somebody = buyer()
    order, payment = await _waiting(somebody, shop)
    await stripe.confirm(payment)
    assert await auditor.found(order) == []
    await till.time_to_pay_is_over(order)
    await auditor.forget_work(order)
    assert await auditor.found(order, repair=True) == [("intent_undecided", "look")]
    await till.settle()
    assert (await somebody.status(order), await shop.tickets(order["id"])) == ("paid", 1)
    assert await auditor.found(order) == []


async def test_money_that_came_unnoticed_pays_its_order(
    auditor: Auditor, shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    somebody = buyer()
    order, payment = await _waiting(somebody, shop)
    await stripe.confirm_debit(payment)
    stripe.settle_debit(payment, "succeeded")
    await till.time_to_pay_is_over(order)
    await auditor.forget_work(order)
    assert await auditor.found(order, repair=True) == [("capture_not_recorded", "look")]
    await till.settle()
    assert (await somebody.status(order), await shop.told(order["id"])) == ("paid", ["OrderPaid"])
    assert await auditor.found(order) == []


async def test_money_of_a_paid_order_is_never_looked_at_anew_for_that_would_send_it_back(
    auditor: Auditor, shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    somebody = buyer()
    order = await bought(somebody, await shop.publish(), 1, stripe, till)
    await auditor.plant(Payment, order, status="authorized")
    assert await auditor.found(order, repair=True) == [("capture_not_recorded", "review")]
    await till.settle()
    money = stripe.money(order["id"])
    assert (await somebody.status(order), money["captured"], money["refunded"]) == ("paid", 2500, 0)


async def test_a_cancellation_that_came_unnoticed_ends_its_order(
    auditor: Auditor, shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    somebody = buyer()
    offered = await shop.publish()
    order = await somebody.order(offered)
    await stripe.cancel(await somebody.pay(order))
    await till.time_to_pay_is_over(order)
    await auditor.forget_work(order)
    assert await auditor.found(order, repair=True) == [("cancel_not_recorded", "look")]
    await till.settle()
    await till.expire()
    assert (await somebody.status(order), await shop.stock(offered)) == ("expired", (0, 0))
    assert await auditor.found(order) == []


async def test_an_authorization_of_an_order_that_counts_as_paid_is_not_given_back(
    auditor: Auditor, shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    order, payment = await _waiting(buyer(), shop)
    await stripe.confirm(payment)
    paid = await till.payment(order)
    await auditor.plant(Payment, order, status="captured", refundable=2500, state="done")
    await auditor.plant(Order, order, status="paid", paid_at=paid.created_at)
    assert await auditor.found(order, repair=True) == [("capture_missing", "review")]
    await till.settle()
    assert (await stripe.intent(payment))["status"] == "requires_capture"


async def test_money_without_an_order_and_another_amount_are_left_to_people(
    auditor: Auditor, shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    lost = await bought(buyer(), offered, 1, stripe, till)
    await auditor.plant(Order, lost, status="expired")
    assert await auditor.found(lost, repair=True) == [("capture_without_order", "review")]
    wrong = await bought(buyer(), offered, 1, stripe, till)
    await auditor.plant(Payment, wrong, amount=2501)
    assert await auditor.found(wrong, repair=True) == [("amount_differs", "review")]
    assert (await till.payment(wrong)).status == "captured"
