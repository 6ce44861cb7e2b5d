import pytest
import stripe

from deploy.stand_ins.stripe.tests.conftest import Stripe


def refunded(standin: Stripe, intent: stripe.PaymentIntent) -> tuple[int, bool]:
    charge = standin.client.v1.charges.retrieve(str(intent.latest_charge))
    return charge.amount_refunded, charge.refunded


def test_a_payment_can_be_refunded_in_parts_until_nothing_is_left(standin: Stripe):
    intent = standin.pay(1000)
    standin.refunds.create({"payment_intent": intent.id, "amount": 300, "metadata": {"refund_id": "re_ours"}})
    assert refunded(standin, intent) == (300, False)
    with pytest.raises(stripe.InvalidRequestError, match=r"\(€7.01\) is greater than unrefunded .* \(€7.00\)"):
        standin.refunds.create({"payment_intent": intent.id, "amount": 701})
    rest = standin.refunds.create({"charge": str(intent.latest_charge)})
    assert (rest.amount, rest.status, rest.payment_intent) == (700, "succeeded", intent.id)
    assert refunded(standin, intent) == (1000, True)
    with pytest.raises(stripe.InvalidRequestError, match="already been refunded") as refused:
        standin.refunds.create({"payment_intent": intent.id, "amount": 1})
    assert refused.value.code == "charge_already_refunded"


def test_only_what_was_captured_can_be_refunded(standin: Stripe):
    intent = standin.intents.capture(standin.authorize(1000).id, {"amount_to_capture": 600})
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded amount"):
        standin.refunds.create({"payment_intent": intent.id, "amount": 601})
    assert standin.refunds.create({"payment_intent": intent.id}).amount == 600


@pytest.mark.parametrize("end", ["authorized", "canceled", "declined"])
def test_what_holds_no_money_cannot_be_refunded(standin: Stripe, end: str):
    if end == "declined":
        with pytest.raises(stripe.CardError):
            standin.authorize(method="pm_card_chargeDeclined")
        intent = standin.intents.list().data[0]
    else:
        intent = standin.authorize()
    if end == "canceled":
        standin.intents.cancel(intent.id)
    with pytest.raises(stripe.InvalidRequestError, match="does not have a successful charge to refund"):
        standin.refunds.create({"payment_intent": intent.id})


def test_a_card_can_let_a_refund_fail_later(standin: Stripe):
    intent = standin.pay(1000, method="pm_card_refundFail")
    refund = standin.refunds.create({"payment_intent": intent.id})
    assert refund.status == "succeeded"
    standin.control("POST", f"/refunds/{refund.id}/settle")
    refund = standin.refunds.retrieve(refund.id)
    assert (refund.status, refund.failure_reason) == ("failed", "expired_or_canceled_card")
    assert refunded(standin, intent) == (0, False)
    assert standin.control("GET", "/ledger")["totals"]["eur"]["refunded"] == 0


def test_a_card_can_keep_a_refund_pending_at_first(standin: Stripe):
    intent = standin.pay(1000, method="pm_card_pendingRefund")
    refund = standin.refunds.create({"payment_intent": intent.id, "amount": 400})
    assert refund.status == "pending"
    standin.control("POST", f"/refunds/{refund.id}/settle")
    assert standin.refunds.retrieve(refund.id).status == "succeeded"
    assert refunded(standin, intent) == (400, False)


def test_a_plan_lets_chosen_refunds_fail(standin: Stripe):
    standin.plan(refunds=[{"fault": "fails_at_once", "nth": [2]}, {"fault": "pending_then_fails", "nth": [3]}])
    intent = standin.pay(1000)
    made = [standin.refunds.create({"payment_intent": intent.id, "amount": 100}) for _ in range(4)]
    assert [refund.status for refund in made] == ["succeeded", "failed", "pending", "succeeded"]
    standin.control("POST", f"/refunds/{made[2].id}/settle")
    assert standin.refunds.retrieve(made[2].id).status == "failed"
    assert refunded(standin, intent) == (200, False)


def test_refunds_are_listed_per_payment_and_carry_metadata(standin: Stripe):
    first, second = standin.pay(), standin.pay()
    for intent in (first, second):
        standin.refunds.create({"payment_intent": intent.id, "amount": 100})
    listed = standin.refunds.list({"payment_intent": first.id}).data
    assert [refund.payment_intent for refund in listed] == [first.id]
    changed = standin.refunds.update(listed[0].id, {"metadata": {"note": "kind"}})
    assert changed.metadata is not None
    assert changed.metadata["note"] == "kind"
    charge = standin.client.v1.charges.retrieve(str(first.latest_charge), {"expand": ["refunds"]})
    assert charge.refunds is not None
    assert [refund.id for refund in charge.refunds.data] == [listed[0].id]


def test_a_dispute_takes_the_money_and_gives_it_back_when_it_is_won(standin: Stripe):
    intent = standin.pay(1000, metadata={"order_id": "ord_1"})
    dispute = standin.control("POST", "/disputes", {"payment_intent": intent.id, "reason": "product_not_received"})
    assert standin.client.v1.disputes.retrieve(dispute["id"]).status == "needs_response"
    with pytest.raises(stripe.InvalidRequestError) as refused:
        standin.refunds.create({"payment_intent": intent.id})
    assert refused.value.code == "charge_disputed"
    assert standin.control("GET", "/ledger")["groups"]["ord_1"]["disputed"] == 1000
    standin.control("POST", f"/disputes/{dispute['id']}/close", {"status": "won"})
    assert standin.client.v1.disputes.retrieve(dispute["id"]).status == "won"
    assert standin.control("GET", "/ledger")["groups"]["ord_1"]["dispute_won"] == 1000


def test_a_test_card_opens_a_dispute_when_it_is_captured(standin: Stripe):
    intent = standin.pay(method="pm_card_createDispute")
    listed = standin.client.v1.disputes.list({"payment_intent": intent.id}).data
    assert [dispute.reason for dispute in listed] == ["fraudulent"]
