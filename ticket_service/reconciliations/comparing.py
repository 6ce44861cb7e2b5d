"""What is a difference, and what repairs it. Knows no database and no network: both sides are given.

A look lets the sale decide, so it is safe only where the sale has not decided yet: never for an order that is paid.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ticket_service.disputes.models import Dispute
from ticket_service.orders.models import REFUNDABLE, Order, OrderStatus
from ticket_service.payments.amounts import to_stripe
from ticket_service.payments.models import COLLECTED, Payment, PaymentOperation, PaymentStatus
from ticket_service.payments.seen import Intent, ProviderDispute, ProviderRefund
from ticket_service.reconciliations.models import Code, Repair
from ticket_service.reconciliations.queries import Ours
from ticket_service.refunds.models import Refund, RefundStatus

CANCELABLE = frozenset({"requires_payment_method", "requires_confirmation", "requires_action", "requires_capture"})
_SETTLED = frozenset({*REFUNDABLE, OrderStatus.REFUNDED, OrderStatus.REVIEW})
_RETURNED = frozenset({"failed", "canceled"})
_Verdict = tuple[Code, Repair] | None


@dataclass(frozen=True)
class Finding:
    code: Code
    repair: Repair
    subject: str
    ours: dict[str, Any]
    theirs: dict[str, Any]


def of_intent(intent: Intent, ours: Ours, before: datetime) -> Finding | None:
    """How an intent differs from what we know; None also for what is not ours and for what has moved since `before`."""
    if not intent.metadata.get("payment_id") or intent.created_at > before or ours.moves_since(before):
        return None
    if ours.payment is None or ours.order is None:
        verdict = _of_unrecorded(intent, ours)
    elif intent.status == "succeeded":
        verdict = _of_captured(intent, ours, ours.payment, ours.order)
    else:
        verdict = _of_uncaptured(intent, ours, ours.payment, ours.order)
    return None if verdict is None else Finding(*verdict, intent.id, _our_side(ours), _their_side(intent))


def missing(payment: Payment, ours: Ours, reason: str) -> Finding:
    """The provider does not know an intent that it made."""
    assert payment.intent_id is not None, "only intents can be missing"
    return Finding(Code.INTENT_MISSING, Repair.REVIEW, payment.intent_id, _our_side(ours), {"error": reason})


def unrecorded_payment(intent: Intent, ours: Ours) -> Payment | None:
    """The payment that waits for this intent: it was made, and its id was not recorded."""
    named = intent.metadata.get("payment_id")
    waiting = (payment for payment in ours.payments if payment.intent_id is None and not payment.is_over)
    return next((payment for payment in waiting if payment.id == named), None)


def _of_unrecorded(intent: Intent, ours: Ours) -> _Verdict:
    if intent.status == "canceled":
        return None
    if unrecorded_payment(intent, ours) is not None:
        return Code.INTENT_NOT_RECORDED, Repair.LOOK
    if ours.order is not None and intent.status in CANCELABLE:
        return Code.INTENT_UNWANTED, Repair.CANCEL_INTENT
    return Code.INTENT_UNKNOWN, Repair.REVIEW


def _of_captured(intent: Intent, ours: Ours, payment: Payment, order: Order) -> _Verdict:
    amount = to_stripe(payment.amount, payment.currency)
    if (intent.amount, intent.amount_received, intent.currency) != (amount, amount, payment.currency):
        return Code.AMOUNT_DIFFERS, Repair.REVIEW
    if payment.status not in COLLECTED:
        is_decided = order.status in _SETTLED or (payment.status == PaymentStatus.CANCELED and ours.has_other_payment)
        return Code.CAPTURE_NOT_RECORDED, Repair.REVIEW if is_decided else Repair.LOOK
    if order.status not in _SETTLED and ours.whole_refund is None:
        return Code.CAPTURE_WITHOUT_ORDER, Repair.REVIEW
    return None


def _of_uncaptured(intent: Intent, ours: Ours, payment: Payment, order: Order) -> _Verdict:
    is_paid_with_it = order.status in REFUNDABLE and not ours.has_other_payment
    if payment.status in COLLECTED or is_paid_with_it:
        return Code.CAPTURE_MISSING, Repair.REVIEW
    if intent.status == "canceled":
        is_recorded = payment.status == PaymentStatus.CANCELED
        return None if is_recorded else (Code.CANCEL_NOT_RECORDED, Repair.LOOK)
    if (intent.amount, intent.currency) != (to_stripe(payment.amount, payment.currency), payment.currency):
        return Code.AMOUNT_DIFFERS, Repair.REVIEW
    if payment.status != PaymentStatus.CANCELED and order.is_open:
        return Code.INTENT_UNDECIDED, Repair.LOOK
    can_be_canceled = intent.status in CANCELABLE and order.status != OrderStatus.REVIEW
    return Code.INTENT_STILL_OPEN, Repair.CANCEL_INTENT if can_be_canceled else Repair.REVIEW


def of_refund(refund: ProviderRefund, ours: Ours, before: datetime) -> Finding | None:
    """How a refund differs from what we know. What was authorized and never taken is released, not refunded."""
    is_ours = ours.payment is not None and ours.order is not None and refund.is_of_captured is not False
    if not is_ours or refund.created_at > before or ours.moves_since(before):
        return None
    call = whole_refund(refund, ours)
    row = refund_of(refund, ours)
    if call is not None:
        verdict = _of_whole_refund(refund, ours, call)
    elif row is not None:
        verdict = _of_known_refund(refund, row)
    else:
        verdict = _of_unknown_refund(refund, ours)
    return None if verdict is None else Finding(*verdict, refund.id, _our_side(ours, row), _of_money(refund))


def refund_of(refund: ProviderRefund, ours: Ours) -> Refund | None:
    named = refund.metadata.get("operation_id")
    return next((row for row in ours.refunds if named == row.id or refund.id == row.provider_id), None)


def whole_refund(refund: ProviderRefund, ours: Ours) -> PaymentOperation | None:
    """The call that made the refund, when it sends late money back whole."""
    call = ours.whole_refund
    return call if call is not None and call.id == refund.metadata.get("operation_id") else None


def _of_whole_refund(refund: ProviderRefund, ours: Ours, call: PaymentOperation) -> _Verdict:
    is_recorded = ours.payment is not None and ours.payment.status == PaymentStatus.REFUNDED
    by_hand = call.paid_by_hand is not None
    if refund.status == "succeeded" and (by_hand or not is_recorded):
        return Code.REFUND_NOT_RECORDED, Repair.REVIEW if by_hand else Repair.LOOK
    if refund.status in _RETURNED and is_recorded and not by_hand:
        return Code.REFUND_RETURNED, Repair.REVIEW
    return None


def _of_known_refund(refund: ProviderRefund, row: Refund) -> _Verdict:
    if (refund.amount, refund.currency) != (to_stripe(row.amount, row.currency), row.currency):
        return Code.REFUND_AMOUNT_DIFFERS, Repair.REVIEW
    is_the_same, by_hand = row.provider_id == refund.id, row.paid_by_hand is not None
    if refund.status == "succeeded" and (by_hand or row.status != RefundStatus.SUCCEEDED):
        # One that failed and succeeded after all would be sent once more, or has gone twice.
        is_for_people = by_hand or (row.status == RefundStatus.FAILED and is_the_same)
        return Code.REFUND_NOT_RECORDED, Repair.REVIEW if is_for_people else Repair.LOOK
    if refund.status in _RETURNED and row.status == RefundStatus.SUCCEEDED and is_the_same and not by_hand:
        return Code.REFUND_RETURNED, Repair.LOOK
    return None


def _of_unknown_refund(refund: ProviderRefund, ours: Ours) -> _Verdict:
    if refund.status != "succeeded" or ours.payment is None or ours.order is None:
        return None
    left = to_stripe(ours.payment.refundable, ours.payment.currency)
    is_recordable = ours.order.status in REFUNDABLE and refund.currency == ours.payment.currency
    can_be_recorded = is_recordable and refund.amount <= left
    return Code.REFUND_UNKNOWN, Repair.RECORD_REFUND if can_be_recorded else Repair.REVIEW


def of_dispute(shown: ProviderDispute, known: Dispute | None, ours: Ours, before: datetime) -> Finding | None:
    """How a dispute differs from what we know of it."""
    has_just_moved = shown.created_at > before or (known is not None and known.updated_at > before)
    if ours.payment is None or has_just_moved or (known is not None and known.status == shown.status):
        return None
    ours_shown = {**_our_side(ours), **({"dispute_status": known.status} if known else {})}
    theirs = {"status": shown.status, "amount": shown.amount, "currency": shown.currency, "reason": shown.reason}
    return Finding(Code.DISPUTE_NOT_RECORDED, Repair.LOOK, shown.id, ours_shown, theirs)


def lacks_refunds(intent: Intent, ours: Ours, before: datetime) -> bool:
    """Whether less has gone back at the provider than we know of."""
    if intent.amount_refunded is None or ours.payment is None or ours.moves_since(before):
        return False
    if intent.status != "succeeded":
        return False
    gone = ours.payment.amount if _sent_back_whole(ours) else sum(row.amount for row in _sent(ours))
    return intent.amount_refunded < to_stripe(gone, ours.payment.currency)


def missing_refunds(ours: Ours, shown: Sequence[ProviderRefund]) -> Sequence[Finding]:
    """Refunds that we know and the provider does not show at all, or not whole."""
    call = _sent_back_whole(ours)
    if call is not None:
        was_returned = any(whole_refund(refund, ours) and refund.status in _RETURNED for refund in shown)
        return [] if was_returned else [Finding(Code.REFUND_MISSING, Repair.REVIEW, call.id, _our_side(ours), {})]
    ids = {refund.id for refund in shown}
    return [
        Finding(Code.REFUND_MISSING, Repair.REVIEW, row.provider_id or row.id, _our_side(ours, row), {})
        for row in _sent(ours)
        if row.amount and row.provider_id not in ids
    ]


def _sent_back_whole(ours: Ours) -> PaymentOperation | None:
    """The call by which late money has gone back, by our books."""
    is_refunded = ours.payment is not None and ours.payment.status == PaymentStatus.REFUNDED
    by_hand = ours.whole_refund is not None and ours.whole_refund.paid_by_hand is not None
    return ours.whole_refund if is_refunded and not by_hand else None


def _sent(ours: Ours) -> Sequence[Refund]:
    """By the provider, as our books say."""
    of_payment = (row for row in ours.refunds if ours.payment is not None and row.payment_id == ours.payment.id)
    return [row for row in of_payment if row.status == RefundStatus.SUCCEEDED and row.paid_by_hand is None]


def _our_side(ours: Ours, row: Refund | None = None) -> dict[str, Any]:
    payment, order = ours.payment, ours.order
    of_order = {"order_status": order.status, "order_number": order.number} if order else {}
    of_row = {"refund_id": row.id, "refund_status": row.status, "refund_amount": row.amount} if row else {}
    of_row |= {"refund_paid_by_hand": True} if row and row.paid_by_hand is not None else {}
    if payment is None:
        return {**of_order, **of_row}
    of_payment = {
        "payment_status": payment.status,
        "amount": payment.amount,
        "currency": payment.currency,
        "refundable": payment.refundable,
    }
    return {**of_order, **of_payment, **of_row}


def _their_side(intent: Intent) -> dict[str, Any]:
    return {**_of_money(intent), "amount_received": intent.amount_received, "amount_refunded": intent.amount_refunded}


def _of_money(shown: Intent | ProviderRefund) -> dict[str, Any]:
    return {
        "status": shown.status,
        "amount": shown.amount,
        "currency": shown.currency,
        "created_at": shown.created_at.isoformat(),
    }
