from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import stripe

from deploy.stand_ins.stripe.tests.receiver import SECRET, Receiver
from deploy.stand_ins.testing import StandIn

API_KEY, PUBLISHABLE_KEY, CONTROL = "sk_test_standin00", "pk_test_standin00", "control-token"
ORIGIN = "http://shop.test"


def settings(data: Path, webhook_url: str = "", **more: str) -> dict[str, str]:
    return {
        "PUBLIC_URL": ORIGIN,
        "STRIPE_STAND_IN_PORT": "0",
        "STRIPE_STAND_IN_DATA": str(data / "stripe.sqlite3"),
        "STRIPE_STAND_IN_API_KEY": API_KEY,
        "STRIPE_STAND_IN_PUBLISHABLE_KEY": PUBLISHABLE_KEY,
        "STRIPE_STAND_IN_WEBHOOK_SECRET": SECRET,
        "STRIPE_STAND_IN_WEBHOOK_URL": webhook_url,
        "STRIPE_STAND_IN_WEBHOOK_EVENTS": "*",
        "STRIPE_STAND_IN_CONTROL": CONTROL,
        "STRIPE_STAND_IN_SETTLE_AFTER": "0",
        **more,
    }


class Stripe:
    """A running stand-in, the real client for it, and its control API."""

    def __init__(self, process: StandIn) -> None:
        self.process = process
        self.url = process.addresses["api"]
        self.http_client = stripe.RequestsClient()
        self.client = self.client_with(API_KEY)
        self.http = httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {API_KEY}"})
        self.browser = httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {PUBLISHABLE_KEY}"})
        self._control = httpx.Client(
            base_url=f"{self.url}/control", headers={"Authorization": f"Bearer {CONTROL}"}, timeout=30
        )

    def client_with(self, key: str, retries: int = 0) -> stripe.StripeClient:
        return stripe.StripeClient(
            key, base_addresses={"api": self.url}, http_client=self.http_client, max_network_retries=retries
        )

    @property
    def intents(self) -> stripe.PaymentIntentService:
        return self.client.v1.payment_intents

    @property
    def refunds(self) -> stripe.RefundService:
        return self.client.v1.refunds

    def control(self, method: str, path: str, body: object = None) -> Any:
        answer = self._control.request(method, path, json=body)
        assert answer.is_success, answer.text
        return answer.json()

    def plan(self, **plan: object) -> None:
        self.control("POST", "/faults", plan)

    def struck(self) -> dict[str, int]:
        """How often each fault has struck: the control of every test that plans one."""
        return dict(self.control("GET", "/faults")["struck"])

    def authorize(self, amount: int = 1000, method: str = "pm_card_visa", **more: Any) -> stripe.PaymentIntent:
        """An intent like the project's: card, captured by hand, confirmed in the same call."""
        params: Any = {
            "amount": amount,
            "currency": "eur",
            "allowed_payment_method_types": ["card"],
            "payment_method_options": {"card": {"capture_method": "manual"}},
            "payment_method": method,
            "confirm": True,
            **more,
        }
        return self.intents.create(params)

    def pay(self, amount: int = 1000, **more: Any) -> stripe.PaymentIntent:
        return self.intents.capture(self.authorize(amount, **more).id)

    def close(self) -> None:
        for client in (self.http, self.browser, self._control):
            client.close()
        self.http_client.close()


@pytest.fixture(scope="session")
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory, receiver: Receiver) -> Iterator[Stripe]:
    with StandIn("deploy.stand_ins.stripe", settings(tmp_path_factory.mktemp("stripe"), receiver.url)) as process:
        stand_in = Stripe(process)
        yield stand_in
        stand_in.close()


@pytest.fixture
def standin(running: Stripe, receiver: Receiver) -> Stripe:
    """The stand-in with an empty ledger and no faults."""
    running.control("POST", "/reset")
    receiver.forget()
    return running
