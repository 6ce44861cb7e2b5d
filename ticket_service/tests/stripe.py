"""The payment provider's stand-in, as tests use it: what a browser does, what goes wrong on purpose, what was charged."""

import time
from pathlib import Path
from typing import Any

import httpx
import stripe as library

API_KEY, PUBLISHABLE_KEY, CONTROL = "sk_test_standin00", "pk_test_standin00", "control-token"
WEBHOOK_SECRET = "whsec_0123456789abcdef0123"
VISA, DECLINED, NO_FUNDS = "pm_card_visa", "pm_card_chargeDeclined", "pm_card_chargeDeclinedInsufficientFunds"
MUST_AUTHENTICATE = "pm_card_threeDSecure2Required"


def stand_in_settings(folder: Path, webhook_url: str) -> dict[str, str]:
    return {
        "PUBLIC_URL": "http://shop.test",
        "STRIPE_STAND_IN_PORT": "0",
        "STRIPE_STAND_IN_DATA": str(folder / "stripe.sqlite3"),
        "STRIPE_STAND_IN_API_KEY": API_KEY,
        "STRIPE_STAND_IN_PUBLISHABLE_KEY": PUBLISHABLE_KEY,
        "STRIPE_STAND_IN_WEBHOOK_SECRET": WEBHOOK_SECRET,
        "STRIPE_STAND_IN_WEBHOOK_URL": webhook_url,
        # More than we ask for: whoever sets up the endpoint may tick too much.
        "STRIPE_STAND_IN_WEBHOOK_EVENTS": "payment_intent.*,charge.refunded,refund.*,charge.dispute.*",
        "STRIPE_STAND_IN_CONTROL": CONTROL,
        "STRIPE_STAND_IN_SETTLE_AFTER": "3600",
    }


class Stripe:
    def __init__(self, url: str) -> None:
        self.url = url
        self._browser = httpx.AsyncClient(base_url=url, headers={"Authorization": f"Bearer {PUBLISHABLE_KEY}"})
        self._server = httpx.AsyncClient(base_url=url, headers={"Authorization": f"Bearer {API_KEY}"})
        self._control = httpx.Client(base_url=f"{url}/control", headers={"Authorization": f"Bearer {CONTROL}"})

    async def confirm(self, payment: dict[str, Any], method: str = VISA) -> httpx.Response:
        """What the browser does with the client secret."""
        form = {"client_secret": payment["client_secret"], "payment_method": method, "use_stripe_sdk": "true"}
        return await self._browser.post(f"/v1/payment_intents/{intent_id(payment)}/confirm", data=form)

    async def confirm_debit(self, payment: dict[str, Any]) -> None:
        """The buyer pays by bank debit, which takes days to succeed or fail."""
        form = {
            "client_secret": payment["client_secret"],
            "payment_method_data[type]": "sepa_debit",
            "payment_method_data[sepa_debit][iban]": "DE89370400440532013000",
            "payment_method_data[billing_details][name]": "Ada",
            "payment_method_data[billing_details][email]": "ada@example.org",
            "use_stripe_sdk": "true",
        }
        answer = await self._browser.post(f"/v1/payment_intents/{intent_id(payment)}/confirm", data=form)
        assert answer.json().get("status") == "processing", answer.text

    def settle_debit(self, payment: dict[str, Any], outcome: str) -> None:
        """The bank has answered."""
        self.control("POST", f"/payment_intents/{intent_id(payment)}/settle", {"outcome": outcome})

    async def authenticate(self, payment: dict[str, Any]) -> None:
        """What the buyer does on the bank's page."""
        form = {"secret": payment["client_secret"], "answer": "complete"}
        page = f"/challenge/{intent_id(payment)}"
        answer = await self._browser.post(page, data=form, headers={"Accept": "application/json"})
        assert answer.json()["status"] == "requires_capture", answer.text

    async def intent(self, payment: dict[str, Any]) -> dict[str, Any]:
        answer = await self._server.get(f"/v1/payment_intents/{intent_id(payment)}")
        found: dict[str, Any] = answer.json()
        return found

    async def change(self, payment: dict[str, Any], **changes: Any) -> None:
        """Somebody changes the intent behind our back."""
        answer = await self._server.post(f"/v1/payment_intents/{intent_id(payment)}", data=changes)
        assert answer.is_success, answer.text

    async def make_intent(self, **metadata: str) -> dict[str, Any]:
        """An intent that this service did not ask for."""
        named = {f"metadata[{name}]": value for name, value in metadata.items()}
        answer = await self._server.post("/v1/payment_intents", data={"amount": "2500", "currency": "eur", **named})
        assert answer.is_success, answer.text
        made: dict[str, Any] = answer.json()
        return made

    async def refund(self, payment: dict[str, Any], amount: int) -> dict[str, Any]:
        """Somebody sends money back in the provider's dashboard."""
        form = {"payment_intent": intent_id(payment), "amount": str(amount)}
        answer = await self._server.post("/v1/refunds", data=form)
        assert answer.is_success, answer.text
        made: dict[str, Any] = answer.json()
        return made

    async def cancel(self, payment: dict[str, Any]) -> None:
        """Somebody cancels the intent in the provider's dashboard."""
        answer = await self._server.post(f"/v1/payment_intents/{intent_id(payment)}/cancel")
        assert answer.is_success, answer.text

    async def events(self, payment: dict[str, Any]) -> list[dict[str, Any]]:
        """What the provider has to tell of the intent, delivered or not, in the order in which it happened."""
        deliveries = self.control("GET", f"/deliveries?payment_intent={intent_id(payment)}")["deliveries"]
        return [(await self._server.get(f"/v1/events/{delivery['event']}")).json() for delivery in deliveries]

    def plan(self, **plan: Any) -> None:
        """What goes wrong from now on; nothing without arguments."""
        self.control("POST", "/faults", plan)

    @property
    def struck(self) -> dict[str, int]:
        """How often each planned fault has struck: the control of every test that plans one."""
        return dict(self.control("GET", "/faults")["struck"])

    def money(self, order_id: str) -> dict[str, Any]:
        """What the provider has taken and given back for an order."""
        groups = self.control("GET", f"/ledger?by=order_id&value={order_id}")["groups"]
        return dict(groups[order_id])

    def control(self, method: str, path: str, body: object = None) -> Any:
        answer = self._control.request(method, path, json=body)
        assert answer.is_success, answer.text
        return answer.json()

    async def close(self) -> None:
        self._control.close()
        await self._browser.aclose()
        await self._server.aclose()


def intent_id(payment: dict[str, Any]) -> str:
    return str(payment["client_secret"]).partition("_secret_")[0]


def signature(body: bytes, *, secret: str = WEBHOOK_SECRET, at: float = 0.0) -> str:
    """The header of a webhook that the provider signs; `at`: seconds from now."""
    header: str = library.WebhookSignature.generate_signature_header(
        body.decode("latin-1"), secret, int(time.time() + at)
    )
    return header
