import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
import stripe

from deploy.stand_ins.stripe.tests.conftest import Stripe

WISH: stripe.params.PaymentIntentCreateParams = {"amount": 1000, "currency": "eur"}
FORM = {"amount": "1000", "currency": "eur"}


def count(standin: Stripe) -> int:
    return len(standin.intents.list({"limit": 100}).data)


def test_the_same_key_gives_the_same_answer_and_one_effect(standin: Stripe):
    first = standin.http.post("/v1/payment_intents", data=FORM, headers={"Idempotency-Key": "key-1"})
    second = standin.http.post("/v1/payment_intents", data=FORM, headers={"Idempotency-Key": "key-1"})
    assert first.content == second.content
    assert second.headers["Idempotent-Replayed"] == "true"
    assert second.headers["Original-Request"] == first.headers["Request-Id"]
    assert count(standin) == 1


def test_without_a_key_every_call_has_an_effect(standin: Stripe):
    for _ in range(2):
        standin.http.post("/v1/payment_intents", data=FORM)
    assert count(standin) == 2


def test_a_key_with_other_parameters_or_for_another_endpoint_is_refused(standin: Stripe):
    intent = standin.intents.create(WISH, {"idempotency_key": "key-1"})
    with pytest.raises(stripe.IdempotencyError, match="same parameters they were first used with") as refused:
        standin.intents.create({**WISH, "amount": 2000}, {"idempotency_key": "key-1"})
    assert refused.value.http_status == 400
    with pytest.raises(stripe.IdempotencyError, match="same endpoint they were first used for"):
        standin.intents.cancel(intent.id, None, {"idempotency_key": "key-1"})
    assert standin.intents.retrieve(intent.id).status == "requires_payment_method"


def test_a_decline_and_a_wrong_state_are_kept_under_their_keys(standin: Stripe):
    intent = standin.intents.create({**WISH, "allowed_payment_method_types": ["card"]})
    for _ in range(2):
        with pytest.raises(stripe.CardError):
            standin.intents.confirm(
                intent.id, {"payment_method": "pm_card_chargeDeclined"}, {"idempotency_key": "confirm"}
            )
    assert len(standin.client.v1.charges.list({"payment_intent": intent.id}).data) == 1

    with pytest.raises(stripe.InvalidRequestError):
        standin.intents.capture(intent.id, None, {"idempotency_key": "capture"})
    standin.intents.confirm(intent.id, {"payment_method": "pm_card_visa"})
    with pytest.raises(stripe.InvalidRequestError, match="status of requires_payment_method"):
        standin.intents.capture(intent.id, None, {"idempotency_key": "capture"})


def test_a_request_that_failed_validation_leaves_its_key_free(standin: Stripe):
    for form in ({"amount": "1000"}, {**FORM, "colour": "red"}):
        assert standin.http.post("/v1/payment_intents", data=form, headers={"Idempotency-Key": "k"}).is_error
    assert standin.http.post("/v1/payment_intents", data=FORM, headers={"Idempotency-Key": "k"}).is_success


def test_a_key_that_is_in_use_is_refused_and_the_repetition_gets_the_answer(standin: Stripe):
    standin.plan(calls=[{"fault": "stall_before_effect", "nth": [1], "seconds": 1}])
    with ThreadPoolExecutor() as pool:
        slow = pool.submit(standin.intents.create, WISH, {"idempotency_key": "key-1"})
        while not standin.struck():
            assert not slow.done()
        answer = standin.http.post("/v1/payment_intents", data=FORM, headers={"Idempotency-Key": "key-1"})
        other = standin.http.post("/v1/payment_intents", data=FORM, headers={"Idempotency-Key": "key-2"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "idempotency_key_in_use")
    assert other.is_success
    assert standin.intents.create(WISH, {"idempotency_key": "key-1"}).id == slow.result().id
    assert count(standin) == 2, "one for each key"


def test_twenty_at_once_with_one_key_have_one_effect(standin: Stripe):
    def post(_: int) -> httpx.Response:
        with httpx.Client(base_url=standin.url, headers=standin.http.headers) as client:
            return client.post("/v1/payment_intents", data=FORM, headers={"Idempotency-Key": "key-1"})

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(post, range(20)))
    bodies = {answer.content for answer in answers if answer.is_success}
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert len(bodies) == 1
    assert count(standin) == 1


def test_a_key_is_forgotten_after_a_day_and_not_before(standin: Stripe):
    def age(hours: float) -> None:
        """Make every kept key older, through the file that the process uses."""
        path = Path(standin.process.settings["STRIPE_STAND_IN_DATA"])
        with sqlite3.connect(path, timeout=10) as file:
            file.execute("UPDATE idempotency_keys SET created = ?", (time.time() - hours * 3600,))
        file.close()

    first = standin.intents.create(WISH, {"idempotency_key": "key-1"})
    age(23.9)
    assert standin.intents.create(WISH, {"idempotency_key": "key-1"}).id == first.id
    age(24.1)
    assert standin.intents.create(WISH, {"idempotency_key": "key-1"}).id != first.id


def test_a_key_that_is_too_long_is_refused(standin: Stripe):
    with pytest.raises(stripe.IdempotencyError, match="at most 255"):
        standin.intents.create(WISH, {"idempotency_key": "x" * 256})
