"""Payment intents: create, read, change, list. What happens after is in `confirmations` and `captures`."""

import secrets

from deploy.stand_ins.stripe import confirmations, events, payment_methods
from deploy.stand_ins.stripe.bank_debits import CURRENCY
from deploy.stand_ins.stripe.currencies import normalized, refuse_amount
from deploy.stand_ins.stripe.errors import Refusal, no_such, unexpected_state
from deploy.stand_ins.stripe.parameters import (
    LISTING,
    Accepts,
    anything,
    boolean,
    choice,
    group,
    integer,
    merged_metadata,
    metadata,
    require,
    text,
    texts,
    unsettable_text,
)
from deploy.stand_ins.stripe.wire import Json
from deploy.stand_ins.stripe.work import Work, new_id

KINDS = ("card", "sepa_debit", "us_bank_account")
CHANGEABLE: Accepts = {
    "amount": integer,
    "currency": text,
    "description": unsettable_text,
    "metadata": metadata,
    "payment_method": unsettable_text,
    "payment_method_options": confirmations.METHOD_OPTIONS,
    "allowed_payment_method_types": texts,
    "excluded_payment_method_types": texts,
    "receipt_email": unsettable_text,
    "statement_descriptor": unsettable_text,
    "statement_descriptor_suffix": unsettable_text,
    "capture_method": choice("automatic", "automatic_async", "manual"),
    "expand": texts,
}
CREATE: Accepts = {
    **CHANGEABLE,
    **confirmations.CONFIRM,
    "automatic_payment_methods": group(enabled=boolean, allow_redirects=choice("always", "never")),
    "confirm": boolean,
    "confirmation_method": choice("automatic"),
}
UPDATE = CHANGEABLE
RETRIEVE: Accepts = {"client_secret": text, "expand": texts, "key": anything}
LIST = LISTING
OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")
UNSET = (
    "application", "application_fee_amount", "canceled_at", "cancellation_reason", "customer", "customer_account",
    "last_payment_error", "latest_charge", "next_action", "on_behalf_of",
    "payment_method", "processing", "review", "setup_future_usage", "shipping", "source", "transfer_data",
    "transfer_group",
)  # fmt: skip
PLAIN = (
    "amount", "description", "receipt_email", "statement_descriptor", "statement_descriptor_suffix", "capture_method",
    "allowed_payment_method_types", "excluded_payment_method_types",
)  # fmt: skip
FOR_BROWSERS = (
    "id", "object", "amount", "automatic_payment_methods", "canceled_at", "cancellation_reason", "capture_method",
    "client_secret", "confirmation_method", "created", "currency", "description", "last_payment_error", "livemode",
    "next_action", "payment_method", "payment_method_types", "processing", "receipt_email", "setup_future_usage",
    "shipping", "source", "status",
)  # fmt: skip


def create(work: Work, params: Json) -> Json:
    """POST /v1/payment_intents."""
    require(params, "amount", "currency")
    currency = normalized(params["currency"])
    refuse_amount(params["amount"], currency)
    intent = _shape(work, params, currency)
    if params.get("payment_method") and not params.get("confirm"):
        _take_method(work, intent, params["payment_method"])
    work.store.insert(intent)
    events.record(work, "payment_intent.created", intent)
    if params.get("confirm"):
        confirmations.attempt(work, intent, params)
    return intent


def _shape(work: Work, params: Json, currency: str) -> Json:
    intent_id = new_id("pi")
    card = (params.get("payment_method_options") or {}).get("card") or {}
    intent: Json = dict.fromkeys(UNSET)
    return intent | {
        "id": intent_id,
        "object": "payment_intent",
        "allowed_payment_method_types": params.get("allowed_payment_method_types"),
        "amount": params["amount"],
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "automatic_payment_methods": _automatic_methods(params),
        "capture_method": params.get("capture_method", "automatic_async"),
        "client_secret": f"{intent_id}_secret_{secrets.token_hex(12)}",
        "confirmation_method": "automatic",
        "created": work.now,
        "currency": currency,
        "description": params.get("description"),
        "excluded_payment_method_types": params.get("excluded_payment_method_types"),
        "livemode": False,
        "metadata": merged_metadata({}, params.get("metadata", {})),
        "payment_method_options": {"card": _card_options(card)},
        "payment_method_types": _kinds(params, currency),
        "receipt_email": params.get("receipt_email"),
        "statement_descriptor": params.get("statement_descriptor"),
        "statement_descriptor_suffix": params.get("statement_descriptor_suffix"),
        "status": "requires_payment_method",
    }


def _card_options(given: Json) -> Json:
    options: Json = {
        "installments": None,
        "mandate_options": None,
        "network": None,
        "request_three_d_secure": given.get("request_three_d_secure", "automatic"),
    }
    if given.get("capture_method"):
        options["capture_method"] = given["capture_method"]
    return options


def _automatic_methods(params: Json) -> Json | None:
    """On unless the call switches it off, as since the API version of 2023-08-16."""
    given = params.get("automatic_payment_methods") or {"enabled": True}
    if not given.get("enabled"):
        return None
    return {"allow_redirects": given.get("allow_redirects", "always"), "enabled": True}


def _kinds(wanted: Json, currency: str) -> list[str]:
    """What can pay: cards, and debits of this currency unless all money is to be captured by hand."""
    allowed = wanted.get("allowed_payment_method_types") or KINDS
    excluded = wanted.get("excluded_payment_method_types") or ()
    possible = [
        kind
        for kind in KINDS
        if kind == "card" or (CURRENCY[kind] == currency and wanted.get("capture_method") != "manual")
    ]
    kinds = [kind for kind in possible if kind in allowed and kind not in excluded]
    if not kinds:
        raise Refusal("No valid payment method types for this PaymentIntent.", param="allowed_payment_method_types")
    return kinds


def _take_method(work: Work, intent: Json, method_id: str) -> None:
    method = payment_methods.find(work, method_id, "payment_method")
    confirmations.refuse_other_kinds(intent, method)
    intent |= {"payment_method": method["id"], "status": "requires_confirmation"}


def find(work: Work, intent_id: str) -> Json:
    found = work.store.find("payment_intent", intent_id)
    if found is None:
        raise no_such("payment_intent", intent_id, "intent")
    return found


def retrieve(work: Work, intent_id: str) -> Json:
    return find(work, intent_id)


def update(work: Work, intent: Json, params: Json) -> Json:
    """POST /v1/payment_intents/{id}."""
    for name in ("amount", "currency", "payment_method", "capture_method", "allowed_payment_method_types"):
        if name in params and intent["status"] not in OPEN:
            message = (
                f"This PaymentIntent's {name} could not be updated because it has a status of {intent['status']}. "
                f"You may only update the {name} of a PaymentIntent with one of the following statuses: "
                f"{', '.join(OPEN)}."
            )
            raise unexpected_state(message, intent)
    wanted = intent | params
    currency = normalized(wanted["currency"])
    refuse_amount(wanted["amount"], currency)
    intent["metadata"] = merged_metadata(intent["metadata"], params.get("metadata", {}))
    if "payment_method_options" in params:
        card = {**intent["payment_method_options"]["card"], **params["payment_method_options"].get("card", {})}
        intent["payment_method_options"]["card"] = _card_options(card)
    intent |= {name: params[name] for name in PLAIN if name in params}
    intent |= {"currency": currency, "payment_method_types": _kinds(intent, currency)}
    _follow_changes(work, intent, params)
    work.store.save(intent)
    return intent


def _follow_changes(work: Work, intent: Json, params: Json) -> None:
    """A new method, or a new sum, asks for a new confirmation."""
    if "payment_method" in params and params["payment_method"] is None:
        intent |= {"payment_method": None, "status": "requires_payment_method", "next_action": None}
    elif params.get("payment_method"):
        _take_method(work, intent, params["payment_method"])
        intent["next_action"] = None
    elif intent["status"] == "requires_action" and {"amount", "currency"} & params.keys():
        intent |= {"status": "requires_confirmation", "next_action": None}


def for_browsers(intent: Json) -> Json:
    """What Stripe shows to whoever holds a publishable key and the client secret."""
    return {name: intent[name] for name in FOR_BROWSERS}
