"""How an authorization ends: captured, canceled, or expired."""

from deploy.stand_ins.stripe import charges, disputes, events, payment_methods, refunds
from deploy.stand_ins.stripe.errors import Refused, unexpected_state
from deploy.stand_ins.stripe.parameters import Accepts, choice, integer, merged_metadata, metadata, texts
from deploy.stand_ins.stripe.wire import Json
from deploy.stand_ins.stripe.work import Work

CAPTURE: Accepts = {"amount_to_capture": integer, "metadata": metadata, "expand": texts}
REASONS = ("duplicate", "fraudulent", "requested_by_customer", "abandoned")
CANCEL: Accepts = {"cancellation_reason": choice(*REASONS), "expand": texts}
CANCELABLE = ("requires_payment_method", "requires_capture", "requires_confirmation", "requires_action")
TOO_MUCH = (
    "The payment could not be captured because the requested capture amount is greater than the amount you can "
    "capture for this charge."
)


def capture(work: Work, intent: Json, params: Json) -> Json:
    """POST /v1/payment_intents/{id}/capture: once, in full or in part; the rest is released."""
    if intent["status"] == "succeeded":
        message = "This PaymentIntent could not be captured because it has already been captured."
        raise unexpected_state(message, intent)
    if intent["status"] != "requires_capture":
        message = (
            f"This PaymentIntent could not be captured because it has a status of {intent['status']}. Only a "
            "PaymentIntent with one of the following statuses may be captured: requires_capture."
        )
        raise unexpected_state(message, intent)
    asked = params.get("amount_to_capture")
    amount = int(intent["amount_capturable"] if asked is None else asked)
    if amount < 1:
        raise Refused("Invalid positive integer", code="parameter_invalid_integer", param="amount_to_capture")
    if amount > intent["amount_capturable"]:
        raise Refused(TOO_MUCH, code="amount_too_large", param="amount_to_capture", payment_intent=intent)
    charge = work.store.get("charge", intent["latest_charge"])
    charges.capture(work, charge, amount)
    rest = intent["amount_capturable"] - amount
    if rest:
        refunds.release(work, charge, rest, None)
    intent |= {
        "status": "succeeded",
        "amount_capturable": 0,
        "amount_received": amount,
        "metadata": merged_metadata(intent["metadata"], params.get("metadata", {})),
    }
    work.store.save(intent)
    charges.record(work, "captured", charge)
    events.record(work, "payment_intent.succeeded", intent)
    behind = payment_methods.behind(work.store, intent["payment_method"])
    if behind.dispute:
        disputes.open_for(work, charge, behind.dispute)
    return intent


def cancel(work: Work, intent: Json, params: Json) -> Json:
    """POST /v1/payment_intents/{id}/cancel: an authorization is given back."""
    if intent["status"] not in CANCELABLE:
        message = (
            f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}. Only a "
            "PaymentIntent with one of the following statuses may be canceled: "
            f"{', '.join(CANCELABLE)}, processing."
        )
        raise unexpected_state(message, intent)
    return _end(work, intent, params.get("cancellation_reason"), None)


def expire(work: Work, intent: Json) -> Json:
    """What Stripe does with an authorization that nobody captured in time."""
    charge = work.store.get("charge", intent["latest_charge"])
    charges.record(work, "expired", charge)
    return _end(work, intent, "automatic", "expired_uncaptured_charge")


def _end(work: Work, intent: Json, reason: str | None, refund_reason: str | None) -> Json:
    if intent["status"] == "requires_capture":
        charge = work.store.get("charge", intent["latest_charge"])
        refunds.release(work, charge, charge["amount"], refund_reason)
        charges.record(work, "refunded", charge)
    intent |= {
        "status": "canceled",
        "amount_capturable": 0,
        "next_action": None,
        "canceled_at": work.now,
        "cancellation_reason": reason,
    }
    work.store.save(intent)
    events.record(work, "payment_intent.canceled", intent)
    return intent
