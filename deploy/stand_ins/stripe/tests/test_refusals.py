from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest
import stripe

from deploy.stand_ins.stripe.tests.conftest import Stripe

DECLINES = {
    "pm_card_chargeDeclined": ("card_declined", "generic_decline"),
    "pm_card_visa_chargeDeclined": ("card_declined", "generic_decline"),
    "pm_card_chargeDeclinedInsufficientFunds": ("card_declined", "insufficient_funds"),
    "pm_card_chargeDeclinedExpiredCard": ("expired_card", None),
}


@pytest.mark.parametrize(("method", "codes"), DECLINES.items())
def test_a_declined_card_leaves_the_intent_waiting_for_another_one(
    standin: Stripe, method: str, codes: tuple[str, str | None]
):
    intent = standin.intents.create({"amount": 1000, "currency": "eur", "allowed_payment_method_types": ["card"]})
    with pytest.raises(stripe.CardError) as declined:
        standin.intents.confirm(intent.id, {"payment_method": method})
    error = declined.value.error
    assert error is not None
    assert (declined.value.http_status, error.code, getattr(error, "decline_code", None)) == (402, *codes)
    assert error.payment_intent is not None
    assert error.payment_intent.id == intent.id

    intent = standin.intents.retrieve(intent.id)
    assert (intent.status, intent.payment_method) == ("requires_payment_method", None)
    assert intent.last_payment_error is not None
    assert intent.last_payment_error.code == codes[0]
    charge = standin.client.v1.charges.retrieve(str(intent.latest_charge))
    assert (charge.status, charge.paid) == ("failed", False)

    assert standin.intents.confirm(intent.id, {"payment_method": "pm_card_visa"}).status == "succeeded"


WRONG_STATES: dict[str, tuple[Callable[[Stripe], object], str]] = {
    "captured twice": (lambda s: s.intents.capture(s.pay().id), "already been captured"),
    "captured before authorization": (
        lambda s: s.intents.capture(s.intents.create({"amount": 1000, "currency": "eur"}).id),
        "has a status of requires_payment_method",
    ),
    "captured after cancel": (
        lambda s: s.intents.capture(s.intents.cancel(s.authorize().id).id),
        "has a status of canceled",
    ),
    "canceled after capture": (lambda s: s.intents.cancel(s.pay().id), "has a status of succeeded"),
    "canceled twice": (
        lambda s: s.intents.cancel(s.intents.cancel(s.authorize().id).id),
        "has a status of canceled",
    ),
    "confirmed after capture": (lambda s: s.intents.confirm(s.pay().id), "already succeeded"),
    "confirmed while authorized": (lambda s: s.intents.confirm(s.authorize().id), "requires_capture"),
    "confirmed without a method": (
        lambda s: s.intents.confirm(s.intents.create({"amount": 1000, "currency": "eur"}).id),
        "missing a payment method",
    ),
    "another amount after capture": (
        lambda s: s.intents.update(s.pay().id, {"amount": 2000}),
        "amount could not be updated",
    ),
}


@pytest.mark.parametrize("name", WRONG_STATES)
def test_what_the_state_forbids_is_refused_with_its_own_code(standin: Stripe, name: str):
    act, words = WRONG_STATES[name]
    with pytest.raises(stripe.InvalidRequestError, match=words) as refused:
        act(standin)
    assert (refused.value.http_status, refused.value.code) == (400, "payment_intent_unexpected_state")
    assert refused.value.error is not None
    assert refused.value.error.payment_intent is not None


INTENTS = "/v1/payment_intents"
OPTIONS = "payment_method_options[card]"
MONEY = {"amount": "1000", "currency": "eur"}
UNKNOWN, MALFORMED = "parameter_unknown", "parameter_invalid_integer"
WRONG_REQUESTS: dict[str, tuple[dict[str, str], str, str | None, str]] = {
    "unknown": ({**MONEY, "colour": "red"}, "colour", UNKNOWN, "Received unknown parameter: colour"),
    "unknown inside": ({f"{OPTIONS}[x]": "1"}, f"{OPTIONS}[x]", UNKNOWN, f"unknown parameter: {OPTIONS}[x]"),
    "of older versions": (
        {**MONEY, "payment_method_types[]": "card"},
        "payment_method_types",
        UNKNOWN,
        "unknown parameter: payment_method_types",
    ),
    "missing": ({"amount": "1000"}, "currency", "parameter_missing", "Missing required param: currency."),
    "not a number": ({**MONEY, "amount": "10.5"}, "amount", MALFORMED, "Invalid integer: 10.5"),
    "too little": ({**MONEY, "amount": "49"}, "amount", "amount_too_small", "at least €0.50 eur"),
    "too much": ({**MONEY, "amount": "100000000"}, "amount", "amount_too_large", "no more than €999999.99"),
    "negative": ({**MONEY, "amount": "-5"}, "amount", MALFORMED, "Invalid positive integer"),
    "empty": ({"amount": ""}, "amount", "parameter_invalid_empty", "You passed an empty string"),
    "no currency": ({**MONEY, "currency": "zzz"}, "currency", None, "Invalid currency: zzz"),
    "no method": ({**MONEY, "payment_method": "pm_x"}, "payment_method", "resource_missing", "No such PaymentMethod"),
    "long metadata": ({**MONEY, "metadata[k]": "x" * 501}, "metadata[k]", None, "values up to 500"),
    "text and object": ({"amount": "1000", "amount[x]": "1"}, "amount[x]", None, "Invalid parameter"),
}


@pytest.mark.parametrize("name", WRONG_REQUESTS)
def test_a_malformed_request_is_refused_in_stripes_shape(standin: Stripe, name: str):
    form, param, code, words = WRONG_REQUESTS[name]
    answer = standin.http.post(INTENTS, data=form)
    error = answer.json()["error"]
    assert answer.status_code == 400
    assert (error["type"], error.get("param"), error.get("code")) == ("invalid_request_error", param, code)
    assert words in error["message"]
    assert answer.headers["request-id"].startswith("req_")
    assert standin.intents.list().data == []


def test_a_server_must_name_a_return_address_when_methods_may_redirect(standin: Stripe):
    wish: Any = {"amount": 1000, "currency": "eur", "payment_method": "pm_card_visa", "confirm": True}
    with pytest.raises(stripe.InvalidRequestError, match="you must provide a `return_url`"):
        standin.intents.create(wish)
    assert standin.intents.list().data == [], "a refused creation leaves nothing"
    assert standin.intents.create(wish | {"return_url": "https://shop.test/"}).status == "succeeded"


def test_more_than_was_authorized_cannot_be_captured(standin: Stripe):
    intent = standin.authorize(1000)
    for amount in (1001, 0, -1):
        with pytest.raises(stripe.InvalidRequestError):
            standin.intents.capture(intent.id, {"amount_to_capture": amount})
    assert standin.intents.retrieve(intent.id).status == "requires_capture"


def test_what_is_not_there_is_not_found(standin: Stripe):
    with pytest.raises(stripe.InvalidRequestError, match="No such payment_intent: 'pi_x'") as refused:
        standin.intents.retrieve("pi_x")
    assert (refused.value.http_status, refused.value.code) == (404, "resource_missing")
    assert standin.http.get("/v1/nonsense").status_code == 404


def basic(user: str) -> str:
    return b64encode(f"{user}:".encode()).decode()


def test_a_wrong_key_or_none_is_refused(standin: Stripe):
    for key, words in {"sk_test_wrongwrong": "Invalid API Key provided: sk_test_", "": "did not provide"}.items():
        answer = standin.http.get("/v1/payment_intents", headers={"Authorization": f"Basic {basic(key)}"})
        assert answer.status_code == 401
        assert words in answer.json()["error"]["message"]
        assert "wrongwrong" not in answer.text
