import httpx
import pytest

from deploy.stand_ins.stripe.tests.conftest import ORIGIN, PUBLISHABLE_KEY, Stripe


def new_intent(standin: Stripe, **more: object) -> tuple[str, str]:
    intent = standin.intents.create({"amount": 1000, "currency": "eur", "metadata": {"order_id": "secret"}})
    return intent.id, str(intent.client_secret)


def confirm(standin: Stripe, intent_id: str, **form: str) -> httpx.Response:
    return standin.browser.post(f"/v1/payment_intents/{intent_id}/confirm", data=form)


def test_a_browser_confirms_with_the_publishable_key_and_the_client_secret(standin: Stripe):
    intent_id, secret = new_intent(standin)
    answer = confirm(standin, intent_id, client_secret=secret, payment_method="pm_card_visa")
    assert answer.json()["status"] == "succeeded"
    assert "metadata" not in answer.json(), "what is the shop's stays the shop's"
    found = standin.browser.get(f"/v1/payment_intents/{intent_id}", params={"client_secret": secret})
    assert found.json()["status"] == "succeeded"


def test_the_key_may_come_in_the_form_as_stripe_js_sends_it(standin: Stripe):
    intent_id, secret = new_intent(standin)
    form = {"key": PUBLISHABLE_KEY, "client_secret": secret, "payment_method": "pm_card_visa"}
    answer = httpx.post(f"{standin.url}/v1/payment_intents/{intent_id}/confirm", data=form)
    assert answer.json()["status"] == "succeeded"


def test_card_details_can_be_given_in_the_confirmation(standin: Stripe):
    intent_id, secret = new_intent(standin)
    card = {"number": "4242424242424242", "exp_month": "12", "exp_year": "40", "cvc": "123"}
    data = {f"payment_method_data[card][{name}]": value for name, value in card.items()}
    answer = confirm(standin, intent_id, client_secret=secret, **{"payment_method_data[type]": "card", **data})
    assert answer.json()["status"] == "succeeded"


@pytest.mark.parametrize("secret", ["", "pi_x_secret_y"])
def test_without_the_right_secret_a_browser_finds_nothing(standin: Stripe, secret: str):
    intent_id, _ = new_intent(standin)
    form = {"payment_method": "pm_card_visa", **({"client_secret": secret} if secret else {})}
    assert confirm(standin, intent_id, **form).status_code == 404
    assert standin.browser.get(f"/v1/payment_intents/{intent_id}").status_code == 404
    assert standin.intents.retrieve(intent_id).status == "requires_payment_method"


def test_a_publishable_key_opens_nothing_else(standin: Stripe):
    intent_id, secret = new_intent(standin)
    doors = [
        ("POST", "/v1/payment_intents"),
        ("GET", "/v1/payment_intents"),
        ("POST", f"/v1/payment_intents/{intent_id}/capture"),
        ("POST", f"/v1/payment_intents/{intent_id}/cancel"),
        ("POST", f"/v1/payment_intents/{intent_id}"),
        ("POST", "/v1/refunds"),
        ("GET", "/v1/events"),
        ("GET", "/v1/charges"),
    ]
    for method, path in doors:
        answer = standin.browser.request(method, path, params={"client_secret": secret})
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "secret_key_required"), path


def test_pages_of_the_shop_may_call_and_others_may_not(standin: Stripe):
    asks = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    for origin, allowed in ((ORIGIN, ORIGIN), ("http://evil.test", None), ("null", None)):
        preflight = standin.browser.options("/v1/payment_intents/pi_x/confirm", headers={"Origin": origin, **asks})
        answer = standin.browser.get("/v1/payment_intents/pi_x", headers={"Origin": origin})
        for response in (preflight, answer):
            assert response.headers.get("access-control-allow-origin") == allowed
            assert response.headers["vary"] == "Origin"


def challenge(standin: Stripe) -> tuple[str, str, str]:
    """An intent that asks for authentication: its id, its secret, and its page below the stand-in's address."""
    intent_id, secret = new_intent(standin)
    answer = confirm(
        standin,
        intent_id,
        client_secret=secret,
        payment_method="pm_card_authenticationRequired",
        return_url="http://shop.test/return?order=1",
    )
    url = answer.json()["next_action"]["redirect_to_url"]["url"]
    assert url.startswith(f"{ORIGIN}/stand-ins/stripe/challenge/")
    return intent_id, secret, url.removeprefix(f"{ORIGIN}/stand-ins/stripe")


@pytest.mark.parametrize(
    ("decision", "status", "result"),
    [("complete", "succeeded", "succeeded"), ("fail", "requires_payment_method", "failed")],
)
def test_a_person_decides_a_challenge_and_is_sent_back(standin: Stripe, decision: str, status: str, result: str):
    intent_id, secret, page = challenge(standin)
    shown = standin.browser.get(page)
    assert "€10.00" in shown.text
    assert "<script" not in shown.text
    answer = standin.browser.post(page.split("?")[0], data={"secret": secret, "answer": decision})
    assert answer.status_code == 303
    location = httpx.URL(answer.headers["location"])
    assert location.params["order"] == "1"
    assert (location.params["payment_intent"], location.params["redirect_status"]) == (intent_id, result)
    intent = standin.intents.retrieve(intent_id)
    assert intent.status == status
    if decision == "fail":
        assert intent.last_payment_error is not None
        assert intent.last_payment_error.code == "payment_intent_authentication_failure"


def test_a_challenge_is_answered_once_and_only_with_its_secret(standin: Stripe):
    intent_id, secret, page = challenge(standin)
    path = page.split("?")[0]
    assert standin.browser.post(path, data={"secret": "wrong", "answer": "complete"}).status_code == 404
    assert standin.intents.retrieve(intent_id).status == "requires_action"
    standin.browser.post(path, data={"secret": secret, "answer": "complete"})
    standin.browser.post(path, data={"secret": secret, "answer": "fail"})
    assert standin.intents.retrieve(intent_id).status == "succeeded"
    assert len(standin.client.v1.charges.list({"payment_intent": intent_id}).data) == 1
