"""Payment methods: made from test numbers, or one of Stripe's ready-made test tokens."""

import time

from deploy.stand_ins.stripe.bank_debits import BY_IBAN, BY_NAME, Debit
from deploy.stand_ins.stripe.cards import BY_NUMBER, BY_TOKEN, Card
from deploy.stand_ins.stripe.errors import Refused, no_such
from deploy.stand_ins.stripe.parameters import (
    Accepts,
    anything,
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
from deploy.stand_ins.stripe.store import Store
from deploy.stand_ins.stripe.wire import Json
from deploy.stand_ins.stripe.work import Work, new_id

ADDRESS = group(**dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"), unsettable_text))
DATA: Accepts = {
    "type": choice("card", "sepa_debit"),
    "card": group(number=text, exp_month=integer, exp_year=integer, cvc=text, token=text),
    "sepa_debit": group(iban=text),
    "billing_details": group(address=ADDRESS, email=unsettable_text, name=unsettable_text, phone=unsettable_text),
    "metadata": metadata,
    "allow_redisplay": choice("always", "limited", "unspecified"),
}
CREATE: Accepts = {**DATA, "expand": texts, "client_attribution_metadata": anything, "guid": anything}


def create(work: Work, params: Json) -> Json:
    """POST /v1/payment_methods."""
    require(params, "type")
    made = _from_card(params) if params["type"] == "card" else _from_iban(params)
    body = _shape(work, made, params)
    work.store.insert(body, label=made.name)
    return body


def retrieve(work: Work, method_id: str) -> Json:
    return find(work, method_id, "payment_method", status=404)


def find(work: Work, method_id: str, param: str, status: int = 400) -> Json:
    """The payment method of this id; a test token becomes one of its own each time it is used."""
    token = BY_TOKEN.get(method_id) or BY_NAME.get(method_id)
    if token is not None:
        body = _shape(work, token, {})
        work.store.insert(body, label=token.name)
        return body
    found = work.store.find("payment_method", method_id)
    if found is None:
        raise no_such("PaymentMethod", method_id, param, status)
    return found


def behind(store: Store, method_id: str) -> Card | Debit:
    """The test card or account that decides what happens."""
    name = store.label(method_id)
    return BY_TOKEN[name] if name in BY_TOKEN else BY_NAME[name]


def _from_card(params: Json) -> Card:
    card = params.get("card") or {}
    if "token" in card:
        token = BY_TOKEN.get(card["token"].replace("tok_", "pm_card_", 1))
        if token is None:
            raise no_such("token", card["token"], "card[token]", 400)
        return token
    require(card, "number", "exp_month", "exp_year")
    number = card["number"].replace(" ", "").replace("-", "")
    if not number.isdigit() or not _passes_luhn(number):
        raise _card_error("Your card number is incorrect.", "incorrect_number", "number")
    if not 1 <= card["exp_month"] <= 12:
        raise _card_error("Your card's expiration month is invalid.", "invalid_expiry_month", "exp_month")
    if _is_past(card["exp_month"], card["exp_year"]):
        raise _card_error("Your card's expiration year is invalid.", "invalid_expiry_year", "exp_year")
    if number not in BY_NUMBER:
        message = (
            "Your card was declined. Your request was in test mode, but used a non test card. "
            "For a list of valid test cards, visit: https://stripe.com/docs/testing."
        )
        raise Refused(message, status=402, kind="card_error", code="card_declined", decline_code="test_mode_live_card")
    return BY_NUMBER[number]


def _card_error(message: str, code: str, param: str) -> Refused:
    return Refused(message, status=402, kind="card_error", code=code, param=param)


def _is_past(month: int, year: int) -> bool:
    today = time.gmtime()
    full_year = year + 2000 if year < 100 else year
    return (full_year, month) < (today.tm_year, today.tm_mon) or full_year > today.tm_year + 50


def _passes_luhn(number: str) -> bool:
    digits = [int(digit) for digit in reversed(number)]
    doubled = [digit * 2 - 9 if digit > 4 else digit * 2 for digit in digits[1::2]]
    return 12 <= len(digits) <= 19 and (sum(digits[0::2]) + sum(doubled)) % 10 == 0


def _from_iban(params: Json) -> Debit:
    account = params.get("sepa_debit") or {}
    require(account, "iban")
    iban = account["iban"].replace(" ", "").upper()
    if iban not in BY_IBAN:
        raise Refused("The IBAN you provided is invalid.", code="invalid_bank_account_iban", param="sepa_debit[iban]")
    return BY_IBAN[iban]


def _shape(work: Work, made: Card | Debit, params: Json) -> Json:
    billing = params.get("billing_details") or {}
    nowhere = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
    kind = "card" if isinstance(made, Card) else made.kind
    return {
        "id": new_id("pm"),
        "object": "payment_method",
        "allow_redisplay": params.get("allow_redisplay", "unspecified"),
        "billing_details": {
            "address": nowhere | (billing.get("address") or {}),
            "email": billing.get("email"),
            "name": billing.get("name"),
            "phone": billing.get("phone"),
            "tax_id": None,
        },
        "created": work.now,
        "customer": None,
        "livemode": False,
        "metadata": merged_metadata({}, params.get("metadata", {})),
        "type": kind,
        kind: details(made, params),
    }


def details(made: Card | Debit, params: Json) -> Json:
    """What a merchant may see of a card or an account."""
    if isinstance(made, Debit):
        return {"bank_code": "37040044", "country": "DE", "last4": made.last4, "fingerprint": made.name}
    given = params.get("card") or {}
    year = given.get("exp_year", time.gmtime().tm_year + 4)
    return {
        "brand": made.brand,
        "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"},
        "country": "US",
        "display_brand": made.brand,
        "exp_month": given.get("exp_month", 12),
        "exp_year": year + 2000 if year < 100 else year,
        "fingerprint": made.number[-8:],
        "funding": made.funding,
        "generated_from": None,
        "last4": made.number[-4:],
        "networks": {"available": [made.brand], "preferred": None},
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }
