import httpx
import pytest
import stripe

from deploy.stand_ins.rules import draw
from deploy.stand_ins.stripe.tests.conftest import API_KEY, Stripe

WISH: stripe.params.PaymentIntentCreateParams = {"amount": 1000, "currency": "eur"}
CREATE = "payment_intents.create"


def strike(fault: str, **more: object) -> dict[str, object]:
    """A rule for the first creation of an intent."""
    return {"fault": fault, "on": [CREATE], "nth": [1], **more}


def made(standin: Stripe) -> int:
    return len(standin.intents.list().data)


def create(standin: Stripe, key: str = "key-1") -> stripe.PaymentIntent:
    return standin.intents.create(WISH, {"idempotency_key": key})


def test_without_a_plan_nothing_goes_wrong(standin: Stripe):
    for n in range(30):
        create(standin, f"key-{n}")
    assert standin.struck() == {}


def test_a_lost_response_has_its_effect_and_the_repetition_gets_the_answer(standin: Stripe):
    standin.plan(calls=[strike("lost_response")])
    with pytest.raises(stripe.APIConnectionError):
        create(standin)
    assert made(standin) == 1
    create(standin)
    assert made(standin) == 1
    assert standin.struck() == {"lost_response": 1}


def test_a_response_that_is_cut_has_its_effect_and_only_its_head_arrives(standin: Stripe):
    standin.plan(calls=[strike("cut_response")])
    with pytest.raises(httpx.RemoteProtocolError, match="received 0 bytes"):
        httpx.post(
            f"{standin.url}/v1/payment_intents", data=WISH, auth=(API_KEY, ""), headers={"Idempotency-Key": "key-1"}
        )
    assert made(standin) == 1
    create(standin)
    assert made(standin) == 1


def test_a_lost_request_has_no_effect_and_looks_the_same_from_outside(standin: Stripe):
    standin.plan(calls=[strike("lost_request")])
    with pytest.raises(stripe.APIConnectionError):
        create(standin)
    assert made(standin) == 0
    create(standin)
    assert made(standin) == 1


def test_an_error_before_the_effect_leaves_the_key_free(standin: Stripe):
    standin.plan(calls=[strike("error_before_effect")])
    with pytest.raises(stripe.APIError) as failed:
        create(standin)
    assert failed.value.http_status == 500
    assert made(standin) == 0
    create(standin)
    assert made(standin) == 1


@pytest.mark.parametrize(("fault", "effects"), [("error_after_effect", 1), ("error_instead_of_effect", 0)])
def test_a_kept_error_is_repeated_under_its_key_whether_or_not_there_was_an_effect(
    standin: Stripe, fault: str, effects: int
):
    standin.plan(calls=[strike(fault)])
    bodies = []
    for _ in range(3):
        with pytest.raises(stripe.APIError) as failed:
            create(standin)
        assert failed.value.http_status == 500
        bodies.append(failed.value.http_body)
    assert len(set(bodies)) == 1
    assert made(standin) == effects
    create(standin, "another-key")
    assert made(standin) == effects + 1
    assert standin.struck() == {fault: 1}


def test_conflicts_and_rate_limits_have_no_effect_and_leave_the_key_free(standin: Stripe):
    standin.plan(calls=[strike("conflict"), {"fault": "rate_limit", "on": [CREATE], "nth": [2]}])
    with pytest.raises(stripe.StripeError) as conflict:
        create(standin)
    assert conflict.value.http_status == 409
    with pytest.raises(stripe.RateLimitError) as limited:
        create(standin)
    assert limited.value.http_status == 429
    assert made(standin) == 0
    create(standin)
    assert standin.struck() == {"conflict": 1, "rate_limit": 1}


@pytest.mark.parametrize(("fault", "effects"), [("stall_after_effect", 1), ("stall_before_effect", 0)])
def test_a_stall_outlasts_the_clients_patience(standin: Stripe, fault: str, effects: int):
    standin.plan(calls=[strike(fault, seconds=3)])
    impatient = stripe.RequestsClient(timeout=0.3)
    client = stripe.StripeClient(
        API_KEY, base_addresses={"api": standin.url}, http_client=impatient, max_network_retries=0
    )
    with pytest.raises(stripe.APIConnectionError):
        client.v1.payment_intents.create(WISH, {"idempotency_key": "key-1"})
    impatient.close()
    assert made(standin) == effects
    patient = standin.client_with(API_KEY, retries=8)
    patient.v1.payment_intents.create(WISH, {"idempotency_key": "key-1"})
    assert made(standin) == 1


def test_the_clients_own_retries_get_over_what_can_be_repeated(standin: Stripe):
    standin.plan(calls=[
        {"fault": fault, "on": [CREATE], "nth": [n]}
        for n, fault in enumerate(("lost_response", "lost_request", "conflict", "error_before_effect"), 1)
    ])  # fmt: skip
    patient = standin.client_with(API_KEY, retries=5)
    patient.v1.payment_intents.create(WISH, {"idempotency_key": "key-1"})
    assert made(standin) == 1
    assert sum(standin.struck().values()) == 4, "each attempt met the next fault"


def test_a_rule_strikes_the_named_calls_only(standin: Stripe):
    standin.plan(calls=[{"fault": "error_before_effect", "on": ["refunds.*", "*.capture"], "rate": 1}])
    intent = standin.authorize()
    with pytest.raises(stripe.APIError):
        standin.intents.capture(intent.id)
    with pytest.raises(stripe.APIError):
        standin.refunds.create({"payment_intent": intent.id})
    assert standin.intents.retrieve(intent.id).status == "requires_capture"


def outcome(standin: Stripe, seed: int) -> list[int]:
    standin.control("POST", "/reset")
    standin.plan(
        seed=seed,
        calls=[{"fault": "error_before_effect", "rate": 0.3, "on": [CREATE]},
               {"fault": "rate_limit", "rate": 0.3, "on": [CREATE]}],
    )  # fmt: skip
    form = {"amount": "1000", "currency": "eur"}
    return [standin.http.post("/v1/payment_intents", data=form).status_code for _ in range(60)]


def test_a_seed_repeats_its_faults_and_another_seed_has_others(standin: Stripe):
    first = outcome(standin, 7)
    assert first == outcome(standin, 7)
    assert first != outcome(standin, 8)
    assert {200, 429, 500} == set(first)


def test_a_rate_is_met():
    assert 0.27 < sum(draw(1, "calls[0]", n) < 0.3 for n in range(10_000)) / 10_000 < 0.33


def test_a_plan_that_means_nothing_is_refused(standin: Stripe):
    for plan in ({"calls": [{"fault": "fire"}]}, {"colour": "red"}, {"calls": [{"fault": "conflict", "rate": 2}]}):
        with pytest.raises(AssertionError, match="type"):
            standin.plan(**plan)


def test_the_control_api_opens_with_its_token_only(standin: Stripe):
    for path in ("/control/faults", "/control/ledger"):
        assert standin.http.get(path).status_code == 401
        assert standin.http.get(path, headers={"Authorization": ""}).status_code == 401
