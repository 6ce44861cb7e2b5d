"""Charges: one attempt of a payment intent to take money."""

from deploy.stand_ins.stripe import events, payment_methods
from deploy.stand_ins.stripe.cards import Card, Decline
from deploy.stand_ins.stripe.currencies import shown
from deploy.stand_ins.stripe.errors import Refused, no_such
from deploy.stand_ins.stripe.ledger import Movement, move
from deploy.stand_ins.stripe.parameters import LISTING, Accepts, text
from deploy.stand_ins.stripe.wire import Json
from deploy.stand_ins.stripe.work import Work, new_id

LIST: Accepts = {**LISTING, "payment_intent": text}
DAY = 86_400
AUTHORIZATION_LASTS = 7 * DAY
UNSET = (
    "application", "application_fee", "application_fee_amount", "balance_transaction", "customer", "destination",
    "failure_balance_transaction", "on_behalf_of", "receipt_number", "receipt_url", "review", "shipping",
    "source_transfer", "transfer_data", "transfer_group",
)  # fmt: skip


def add(work: Work, intent: Json, method: Json, status: str, decline: Decline | None = None) -> Json:
    """The charge of an attempt: `succeeded` (authorized or captured), `pending` or `failed`."""
    charge = _shape(work, intent, method, status, decline)
    work.store.insert(charge, label=work.store.label(method["id"]), parent=intent["id"])
    return charge


def _shape(work: Work, intent: Json, method: Json, status: str, decline: Decline | None) -> Json:
    manual = is_manual(intent, method["type"])
    captured = status == "succeeded" and not manual
    amount = intent["amount"]
    charge: Json = dict.fromkeys(UNSET)
    return charge | {
        "id": new_id("ch" if method["type"] == "card" else "py"),
        "object": "charge",
        "amount": amount,
        "amount_captured": amount if captured else 0,
        "amount_refunded": 0,
        "billing_details": method["billing_details"],
        "calculated_statement_descriptor": "STAND-IN",
        "captured": captured,
        "created": work.now,
        "currency": intent["currency"],
        "description": intent["description"],
        "disputed": False,
        "failure_code": decline.code if decline else None,
        "failure_message": decline.message if decline else None,
        "fraud_details": {},
        "livemode": False,
        "metadata": dict(intent["metadata"]),
        "outcome": _outcome(status, decline),
        "paid": status == "succeeded",
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": _method_details(work, intent, method, manual),
        "receipt_email": intent["receipt_email"],
        "refunded": False,
        "statement_descriptor": intent["statement_descriptor"],
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "status": status,
    }


def is_manual(intent: Json, kind: str) -> bool:
    """Whether this kind of payment is only authorized at first."""
    own = (intent["payment_method_options"].get(kind) or {}).get("capture_method")
    return bool((own or intent["capture_method"]) == "manual")


def _outcome(status: str, decline: Decline | None) -> Json:
    declined = status == "failed"
    return {
        "network_status": "declined_by_network" if declined else "approved_by_network",
        "reason": (decline.decline_code or decline.code) if decline else None,
        "risk_level": "normal",
        "seller_message": "The bank did not return any further details." if declined else "Payment complete.",
        "type": "issuer_declined" if declined else "authorized",
    }


def _method_details(work: Work, intent: Json, method: Json, manual: bool) -> Json:
    kind = method["type"]
    details = dict(method[kind])
    if kind == "card":
        behind = payment_methods.behind(work.store, method["id"])
        authenticated = isinstance(behind, Card) and behind.must_authenticate
        details |= {
            "amount_authorized": intent["amount"],
            "capture_before": work.now + AUTHORIZATION_LASTS if manual else None,
            "three_d_secure": {"result": "authenticated", "version": "2.2.0"} if authenticated else None,
        }
    return {kind: details, "type": kind}


def capture(work: Work, charge: Json, amount: int) -> None:
    """Take money of an authorized charge; what is left of it is released."""
    charge |= {"captured": True, "amount_captured": amount}
    move(work, Movement.CAPTURED, charge, amount)
    work.store.save(charge)


def refundable(charge: Json, released: int) -> int:
    """What may still be refunded; released money never was taken."""
    return int(charge["amount_captured"] - (charge["amount_refunded"] - released))


def retrieve(work: Work, charge_id: str) -> Json:
    found = work.store.find("charge", charge_id)
    if found is None:
        raise no_such("charge", charge_id, "id")
    return found


def refuse_more_than_left(amount: int, left: int, charge: Json) -> None:
    if amount > left:
        currency = charge["currency"]
        message = (
            f"Refund amount ({shown(amount, currency)}) is greater than unrefunded amount on charge "
            f"({shown(left, currency)})"
        )
        raise Refused(message, param="amount")


def record(work: Work, event_type: str, charge: Json, previous: Json | None = None) -> None:
    events.record(work, f"charge.{event_type}", charge, previous)
