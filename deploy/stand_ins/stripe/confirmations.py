"""Confirming a payment intent: choose the method, ask for authentication, authorize or take the money."""

from typing import NoReturn
from urllib.parse import quote

from deploy.stand_ins.stripe import bank_debits, charges, disputes, events, later, payment_methods
from deploy.stand_ins.stripe.bank_debits import Debit
from deploy.stand_ins.stripe.cards import Card, Decline
from deploy.stand_ins.stripe.errors import Declined, Refused, unexpected_state
from deploy.stand_ins.stripe.ledger import Movement, move
from deploy.stand_ins.stripe.parameters import (
    Accepts,
    anything,
    boolean,
    choice,
    group,
    text,
    texts,
    unsettable_text,
)
from deploy.stand_ins.stripe.wire import Json
from deploy.stand_ins.stripe.work import Work


def _manual_or_unset(name: str, value: object) -> str | None:
    return None if value == "" else choice("manual")(name, value)  # type: ignore[return-value]  # a choice is text


METHOD_OPTIONS = group(
    card=group(capture_method=_manual_or_unset, request_three_d_secure=choice("any", "automatic", "challenge"))
)
CONFIRM: Accepts = {
    "payment_method": text,
    "payment_method_data": group(**payment_methods.DATA),
    "return_url": text,
    "use_stripe_sdk": boolean,
    "error_on_requires_action": boolean,
    "mandate_data": anything,
    "receipt_email": unsettable_text,
    "client_secret": text,
    "expand": texts,
    "key": anything,
}
CONFIRMABLE = ("requires_payment_method", "requires_confirmation", "requires_action")
NEEDS_RETURN_URL = (
    "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these "
    "payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't "
    "want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and "
    "`automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents."
)
NEEDS_METHOD = (
    "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the "
    "PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment "
    "method or ConfirmationToken."
)
NOT_AUTHENTICATED = Decline(
    "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
    code="payment_intent_authentication_failure",
)


def attempt(work: Work, intent: Json, params: Json) -> Json:
    """POST /v1/payment_intents/{id}/confirm; raises Declined with the attempt's traces kept."""
    _refuse_unless_confirmable(intent)
    method = _method(work, intent, params)
    refuse_other_kinds(intent, method)
    _refuse_without_return_url(work, intent, params)
    intent |= {"payment_method": method["id"], "next_action": None, "last_payment_error": None}
    if params.get("receipt_email"):
        intent["receipt_email"] = params["receipt_email"]
    behind = payment_methods.behind(work.store, method["id"])
    if isinstance(behind, Debit):
        return _wait_for_bank(work, intent, method, behind)
    if _must_authenticate(intent, behind):
        return _ask_for_authentication(work, intent, method, params)
    return settle(work, intent, method, behind)


def _refuse_unless_confirmable(intent: Json) -> None:
    status = intent["status"]
    if status == "succeeded":
        message = (
            "You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed."
        )
        raise unexpected_state(message, intent)
    if status not in CONFIRMABLE:
        message = (
            f"This PaymentIntent's status is {status}; only a PaymentIntent with one of the following statuses may "
            f"be confirmed: {', '.join(CONFIRMABLE)}."
        )
        raise unexpected_state(message, intent)


def _method(work: Work, intent: Json, params: Json) -> Json:
    if "payment_method_data" in params:
        return payment_methods.create(work, params["payment_method_data"])
    method_id = params.get("payment_method") or intent["payment_method"]
    if method_id is None:
        raise unexpected_state(NEEDS_METHOD, intent)
    return payment_methods.find(work, method_id, "payment_method")


def refuse_other_kinds(intent: Json, method: Json) -> None:
    kinds = intent["payment_method_types"]
    wrong_currency = bank_debits.CURRENCY.get(method["type"], intent["currency"]) != intent["currency"]
    if method["type"] not in kinds or wrong_currency:
        message = (
            f"The PaymentMethod provided ({method['type']}) is not allowed for this PaymentIntent. Please attach a "
            f"PaymentMethod of one of the following types: {', '.join(kinds)}."
        )
        raise Refused(message, code="payment_intent_incompatible_payment_method", param="payment_method")


def _refuse_without_return_url(work: Work, intent: Json, params: Json) -> None:
    """Stripe.js always sends a return address or says that it is Stripe.js; only servers can forget both."""
    automatic = intent["automatic_payment_methods"]
    unlimited = automatic is not None and intent["allowed_payment_method_types"] is None
    redirects = unlimited and automatic["allow_redirects"] == "always"
    if redirects and not (work.by_browser or params.get("return_url") or params.get("use_stripe_sdk")):
        raise Refused(NEEDS_RETURN_URL)


def _must_authenticate(intent: Json, card: Card) -> bool:
    wish = intent["payment_method_options"]["card"]["request_three_d_secure"]
    return card.must_authenticate or wish in {"any", "challenge"}


def _ask_for_authentication(work: Work, intent: Json, method: Json, params: Json) -> Json:
    if params.get("error_on_requires_action"):
        decline = Decline(
            "Your card was declined. This transaction requires authentication.",
            code="authentication_required",
            decline_code="authentication_required",
        )
        fail(work, intent, method, decline)
    page = f"{work.settings.pages}/challenge/{intent['id']}?secret={quote(intent['client_secret'])}"
    if params.get("return_url") and not params.get("use_stripe_sdk"):
        action = {
            "type": "redirect_to_url",
            "redirect_to_url": {"url": page, "return_url": params["return_url"]},
        }
    else:
        action = {
            "type": "use_stripe_sdk",
            "use_stripe_sdk": {"type": "three_d_secure_redirect", "stripe_js": page},
        }
    intent |= {"status": "requires_action", "next_action": action}
    work.store.save(intent)
    events.record(work, "payment_intent.requires_action", intent)
    return intent


def authenticate(work: Work, intent: Json, passed: bool) -> Json:
    """The answer of the person at the challenge page; raises Declined when no money can be had."""
    method = work.store.get("payment_method", intent["payment_method"])
    intent["next_action"] = None
    behind = payment_methods.behind(work.store, method["id"])
    if not passed or isinstance(behind, Debit):
        fail(work, intent, method, NOT_AUTHENTICATED)
    return settle(work, intent, method, behind)


def settle(work: Work, intent: Json, method: Json, behind: Card | Debit) -> Json:
    """Authorize or take the money, as the test card says."""
    if isinstance(behind, Card) and behind.declines:
        fail(work, intent, method, behind.declines)
    charge = charges.add(work, intent, method, "succeeded")
    intent["latest_charge"] = charge["id"]
    charges.record(work, "succeeded", charge)
    if charge["captured"]:
        return succeed(work, intent, charge, behind)
    intent |= {"status": "requires_capture", "amount_capturable": intent["amount"]}
    move(work, Movement.AUTHORIZED, charge, intent["amount"])
    work.store.save(intent)
    events.record(work, "payment_intent.amount_capturable_updated", intent)
    return intent


def succeed(work: Work, intent: Json, charge: Json, behind: Card | Debit) -> Json:
    """The money of a charge that needs no capture has come."""
    move(work, Movement.CAPTURED, charge, charge["amount_captured"])
    intent |= {"status": "succeeded", "amount_received": charge["amount_captured"], "processing": None}
    work.store.save(intent)
    events.record(work, "payment_intent.succeeded", intent)
    if behind.dispute:
        disputes.open_for(work, charge, behind.dispute)
    return intent


def fail(work: Work, intent: Json, method: Json, decline: Decline, charge: Json | None = None) -> NoReturn:
    """The attempt ends without money; the intent asks for another method."""
    if charge is None:
        charge = charges.add(work, intent, method, "failed", decline)
    error: Json = {
        "charge": charge["id"],
        "code": decline.code,
        "doc_url": f"https://docs.stripe.com/error-codes/{decline.code.replace('_', '-')}",
        "message": decline.message,
        "payment_method": method,
        "type": "invalid_request_error" if decline is NOT_AUTHENTICATED else "card_error",
    }
    if decline.decline_code:
        error["decline_code"] = decline.decline_code
    intent |= {
        "status": "requires_payment_method",
        "payment_method": None,
        "next_action": None,
        "processing": None,
        "latest_charge": charge["id"],
        "last_payment_error": error,
    }
    work.store.save(intent)
    charges.record(work, "failed", charge)
    events.record(work, "payment_intent.payment_failed", intent)
    more = {name: value for name, value in error.items() if name not in {"type", "message", "code", "doc_url"}}
    raise Declined(decline.message, status=402, kind=error["type"], code=decline.code, payment_intent=intent, **more)


def _wait_for_bank(work: Work, intent: Json, method: Json, debit: Debit) -> Json:
    charge = charges.add(work, intent, method, "pending")
    intent |= {"status": "processing", "latest_charge": charge["id"], "processing": None}
    work.store.save(intent)
    events.record(work, "payment_intent.processing", intent)
    if debit.outcome != "stays":
        later.plan(work, later.SETTLE_DEBIT, intent["id"], work.settings.settle_after + debit.delay)
    return intent


def settle_debit(work: Work, intent: Json, succeeds: bool) -> None:
    """The bank answers for a debit that was processing."""
    charge = work.store.get("charge", intent["latest_charge"])
    method = work.store.get("payment_method", intent["payment_method"])
    if succeeds:
        charge |= {"status": "succeeded", "paid": True, "captured": True, "amount_captured": charge["amount"]}
        work.store.save(charge)
        charges.record(work, "succeeded", charge)
        succeed(work, intent, charge, payment_methods.behind(work.store, method["id"]))
        return
    decline = Decline("The customer's bank account could not be debited.", code="payment_method_debit_failed")
    charge |= {"status": "failed", "failure_code": decline.code, "failure_message": decline.message}
    work.store.save(charge)
    try:
        fail(work, intent, method, decline, charge)
    except Declined:
        return
