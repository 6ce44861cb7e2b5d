"""Refunds: money that goes back, all or in part, at once, later, or not after all."""

from deploy.stand_ins.stripe import charges, events, later, payment_methods
from deploy.stand_ins.stripe.cards import Card
from deploy.stand_ins.stripe.errors import Refusal, Refused, no_such
from deploy.stand_ins.stripe.ledger import Movement, move
from deploy.stand_ins.stripe.parameters import (
    LISTING,
    Accepts,
    choice,
    integer,
    merged_metadata,
    metadata,
    text,
    texts,
)
from deploy.stand_ins.stripe.wire import Json
from deploy.stand_ins.stripe.work import Work, new_id

CREATE: Accepts = {
    "payment_intent": text,
    "charge": text,
    "amount": integer,
    "reason": choice("duplicate", "fraudulent", "requested_by_customer"),
    "metadata": metadata,
    "expand": texts,
}
UPDATE: Accepts = {"metadata": metadata, "expand": texts}
LIST: Accepts = {**LISTING, "payment_intent": text, "charge": text}
RELEASE = "release"


def create(work: Work, params: Json) -> Json:
    """POST /v1/refunds."""
    charge = _charge(work, params)
    released = _released(work, charge)
    left = charges.refundable(charge, released)
    if left <= 0:
        message = f"Charge {charge['id']} has already been refunded."
        raise Refused(message, code="charge_already_refunded")
    amount = params.get("amount", left)
    if amount < 1:
        raise Refusal("Invalid positive integer", code="parameter_invalid_integer", param="amount")
    charges.refuse_more_than_left(amount, left, charge)
    refund = _shape(work, charge, amount, params)
    outcome, seconds = _outcome(work, charge, refund)
    refund["status"] = {"succeeds": "succeeded", "fails_later": "succeeded", "fails_at_once": "failed"}.get(
        outcome, "pending"
    )
    if refund["status"] == "failed":
        refund["failure_reason"] = "expired_or_canceled_card"
        _keep(work, refund, outcome)
        events.record(work, "refund.failed", refund)
        return refund
    _take_from(work, charge, refund)
    _keep(work, refund, outcome)
    charges.record(work, "refunded", charge)
    if outcome != "succeeds":
        later.plan(work, later.SETTLE_REFUND, refund["id"], seconds)
    return refund


def _charge(work: Work, params: Json) -> Json:
    """The charge to refund; raises what Stripe says of charges that hold no money."""
    if "charge" in params:
        charge = work.store.find("charge", params["charge"])
        if charge is None:
            raise no_such("charge", params["charge"], "charge", 400)
    elif "payment_intent" in params:
        intent = work.store.find("payment_intent", params["payment_intent"])
        if intent is None:
            raise no_such("payment_intent", params["payment_intent"], "payment_intent", 400)
        charge = work.store.find("charge", intent["latest_charge"] or "")
    else:
        raise Refusal("One of the following params should be provided for this request: payment_intent or charge.")
    if charge is None or charge["status"] != "succeeded" or not charge["captured"]:
        intent_id = charge["payment_intent"] if charge else params["payment_intent"]
        message = f"This PaymentIntent ({intent_id}) does not have a successful charge to refund."
        raise Refused(message, param="payment_intent")
    if any(dispute["status"] != "won" for dispute in work.store.children("dispute", charge["payment_intent"])):
        message = f"Charge {charge['id']} has been charged back; cannot issue a refund."
        raise Refused(message, code="charge_disputed")
    return charge


def _released(work: Work, charge: Json) -> int:
    sql = "SELECT coalesce(sum(amount), 0) FROM movements WHERE payment_intent = ? AND what = 'released'"
    return int(work.store.rows(sql, (charge["payment_intent"],))[0][0])


def _outcome(work: Work, charge: Json, refund: Json) -> tuple[str, float]:
    planned = work.faults.for_refund(charge["currency"], refund["id"])
    if planned is not None:
        return planned.fault, planned.seconds
    behind = payment_methods.behind(work.store, charge["payment_method"])
    return (behind.refund if isinstance(behind, Card) else "succeeds"), work.settings.settle_after


def _take_from(work: Work, charge: Json, refund: Json) -> None:
    charge["amount_refunded"] += refund["amount"]
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    work.store.save(charge)
    move(work, Movement.REFUNDED, charge, refund["amount"], refund["id"])


def _keep(work: Work, refund: Json, outcome: str) -> None:
    work.store.insert(refund, label=outcome, parent=refund["payment_intent"])
    events.record(work, "refund.created", refund)


def release(work: Work, charge: Json, amount: int, reason: str | None) -> None:
    """Money that was authorized and never taken goes back; Stripe shows that as a refund too."""
    refund = _shape(work, charge, amount, {}) | {"status": "succeeded", "reason": reason}
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    work.store.save(charge)
    move(work, Movement.RELEASED, charge, amount, refund["id"])
    work.store.insert(refund, label=RELEASE, parent=refund["payment_intent"])


def settle(work: Work, refund: Json) -> None:
    """The later outcome of a refund that was pending, or seemed to have succeeded."""
    if refund["status"] == "failed":
        return
    if work.store.label(refund["id"]) == "pending":
        refund["status"] = "succeeded"
        work.store.save(refund)
        _record_change(work, refund)
        return
    charge = work.store.get("charge", refund["charge"])
    charge["amount_refunded"] -= refund["amount"]
    charge["refunded"] = False
    work.store.save(charge)
    move(work, Movement.REFUND_RETURNED, charge, refund["amount"], refund["id"])
    refund |= {"status": "failed", "failure_reason": "expired_or_canceled_card"}
    work.store.save(refund)
    _record_change(work, refund)
    events.record(work, "refund.failed", refund)


def _record_change(work: Work, refund: Json) -> None:
    events.record(work, "refund.updated", refund)
    charges.record(work, "refund.updated", refund)


def retrieve(work: Work, refund_id: str) -> Json:
    found = work.store.find("refund", refund_id)
    if found is None:
        raise no_such("refund", refund_id, "refund")
    return found


def update(work: Work, refund_id: str, params: Json) -> Json:
    refund = retrieve(work, refund_id)
    refund["metadata"] = merged_metadata(refund["metadata"], params.get("metadata", {}))
    work.store.save(refund)
    events.record(work, "refund.updated", refund)
    return refund


def _shape(work: Work, charge: Json, amount: int, params: Json) -> Json:
    kind = charge["payment_method_details"]["type"]
    destination: Json = {"type": kind, kind: {}}
    if kind == "card":
        destination["card"] = {
            "reference_status": "pending",
            "reference_type": "acquirer_reference_number",
            "type": "refund",
        }
    return {
        "id": new_id("re"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": work.now,
        "currency": charge["currency"],
        "destination_details": destination,
        "metadata": merged_metadata({}, params.get("metadata", {})),
        "payment_intent": charge["payment_intent"],
        "reason": params.get("reason"),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }
