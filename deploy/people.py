"""People who use the running system over HTTP, as the seed, the demonstration and the flow tests need them."""

import re
import secrets
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, TypeVar

import httpx

API = "/api/v1"
PATIENCE_SECONDS = 180.0  # a busy machine's first start
RENEW_BEFORE_SECONDS = 60.0

T = TypeVar("T")


class Refused(Exception):
    """The system said no; `code` is the problem's."""

    def __init__(self, response: httpx.Response) -> None:
        try:
            problem = response.json()
        except ValueError:
            problem = {}
        self.status = response.status_code
        self.code = str(problem.get("code", "no_problem_document"))
        self.problem = problem
        request = f"{response.request.method} {response.request.url.path}"
        super().__init__(f"{request}: {self.status} {self.code}: {problem.get('detail', response.text[:200])}")


def wait_until(what: str, look: Callable[[], T | None], seconds: float = PATIENCE_SECONDS) -> T:
    """What `look` finds, asked again until it finds something. Raises TimeoutError with what was waited for."""
    deadline = time.monotonic() + seconds
    while (found := look()) is None:
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds:.0f} s for {what}")
        time.sleep(0.2)
    return found


class System:
    """Where the system is, as somebody outside sees it. All people share its connections; `close` ends them.

    `connections` may be another transport, one that asks again for example.
    """

    def __init__(
        self, url: str, inbox_url: str | None = None, *, connections: httpx.BaseTransport | None = None
    ) -> None:
        self.url = url
        self.inbox_url = inbox_url or f"{url}/stand-ins/inbox"
        limits = httpx.Limits(max_connections=200, max_keepalive_connections=200)
        self.connections = connections or httpx.HTTPTransport(limits=limits)
        self.client = httpx.Client(transport=self.connections, timeout=15)

    def close(self) -> None:
        self.client.close()

    @property
    def stripe_url(self) -> str:
        return f"{self.url}/stand-ins/stripe"

    def shows_mails(self) -> bool:
        """False in production, which sends them to people. Raises httpx.ConnectError when nothing answers."""
        try:
            answer = self.client.get(f"{self.inbox_url}/api/messages", params={"limit": 1})
        except (httpx.ReadError, httpx.RemoteProtocolError):  # nginx hangs up on a name that it does not serve
            return False
        return "text/html" not in answer.headers.get("content-type", "")

    def mail(self, to: str, subject: str) -> dict[str, Any]:
        """The newest mail to an address whose subject contains a text, waited for."""

        def look() -> dict[str, Any] | None:
            params = {"to": to, "subject": subject}
            found = self.client.get(f"{self.inbox_url}/api/messages", params=params).raise_for_status().json()
            return found["data"][0] if found["data"] else None

        newest = wait_until(f"a mail to {to} about {subject!r}", look)
        message = self.client.get(f"{self.inbox_url}/api/messages/{newest['id']}")
        found: dict[str, Any] = message.raise_for_status().json()
        return found


class Person:
    """One person with an account. Every write carries an idempotency key of its own; access is renewed by itself."""

    def __init__(self, system: System, email: str, password: str, name: str = "Somebody") -> None:
        self.system = system
        self.email, self.password, self.name = email, password, name
        self.account: dict[str, Any] = {}
        self._client = httpx.Client(base_url=system.url + API, timeout=15, transport=system.connections)
        self._renew_at = 0.0

    @classmethod
    def new(cls, system: System, name: str) -> "Person":
        """Somebody with a fresh address, not registered yet."""
        slug = re.sub(r"[^a-z]+", ".", name.lower()).strip(".")
        return cls(system, f"{slug}.{secrets.token_hex(4)}@example.org", f"{secrets.token_urlsafe(12)}-Aa1", name)

    def register(self) -> None:
        body = {"email": self.email, "password": self.password, "name": self.name, "locale": "en"}
        self._sent("POST", "/auth/register", body, {})

    def verify_email(self) -> None:
        """Follows the link in the mail that registering caused; the newest mail may still be that of an earlier time."""
        followed = set()

        def follow() -> bool | None:
            mail = self.system.mail(self.email, "Confirm your e-mail address")
            token = re.search(r"verify-email#token=([\w-]+)", mail["text"])
            assert token, f"the mail holds a link to verify the address: {mail}"
            if token.group(1) in followed:
                return None
            followed.add(token.group(1))
            try:
                self._sent("POST", "/auth/verify-email", {"token": token.group(1)}, {})
            except Refused as refused:
                if refused.code != "link_no_longer_valid":
                    raise
                return None
            return True

        wait_until(f"a link that verifies {self.email}", follow)

    def sign_in(self) -> None:
        credentials = {"email": self.email, "password": self.password}
        self._take(self._sent("POST", "/auth/login", credentials, {}))

    def renew(self) -> None:
        """A new access token, with the roles that the account has now."""
        self._take(self._sent("POST", "/auth/refresh", None, {"X-Requested-With": "XMLHttpRequest"}))

    def _take(self, signed_in: dict[str, Any]) -> None:
        self.account = signed_in["account"]
        self._client.headers["Authorization"] = f"Bearer {signed_in['access_token']}"
        self._renew_at = time.monotonic() + signed_in["expires_in"] - RENEW_BEFORE_SECONDS

    def join(self) -> "Person":
        """Registers, verifies the address and signs in."""
        self.register()
        self.verify_email()
        self.sign_in()
        return self

    def get(self, path: str, **params: Any) -> Any:
        return self._answer(self.ask("GET", path, params=params))

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> Any:
        return self._answer(self.ask("POST", path, body, key=key))

    def put(self, path: str, body: Any) -> Any:
        return self._answer(self.ask("PUT", path, body))

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self._answer(self.ask("PATCH", path, body, headers=headers))

    def delete(self, path: str) -> Any:
        return self._answer(self.ask("DELETE", path))

    def follow(self, path: str) -> AbstractContextManager[httpx.Response]:
        """An answer that goes on, as it comes."""
        return self._client.stream("GET", path)

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        key: str | None = None,
        headers: dict[str, str] | None = None,
        params: dict[str, Any] | None = None,
    ) -> httpx.Response:
        """The answer as it is, whatever its status."""
        if time.monotonic() > self._renew_at:
            self.renew()
        sent = dict(headers or {})
        if method != "GET":
            sent.setdefault("Idempotency-Key", key or secrets.token_hex(16))
        if isinstance(body, bytes):
            return self._client.request(method, path, content=body, headers=sent, params=params)
        return self._client.request(method, path, json=body, headers=sent, params=params)

    def with_role(self, role: str) -> "Person":
        """Waits until the account has the role: a new access token is needed to carry it."""

        def look() -> bool | None:
            self.renew()
            return role in self.account["roles"] or None

        wait_until(f"{self.email} to be given the role {role}", look)
        return self

    def pay(self, order_id: str, payment_method: str = "pm_card_visa") -> dict[str, Any]:
        """Pays as the browser does, by the payment provider's own call, and waits until the order is settled."""
        confirmed = self.confirm(self.post(f"/orders/{order_id}/payment"), payment_method)
        if confirmed.status_code >= 400:
            raise Refused(confirmed)
        return self.settled(order_id)

    def confirm(self, payment: dict[str, Any], payment_method: str = "pm_card_visa") -> httpx.Response:
        """What the browser asks of the provider once a card is entered, and the provider's answer."""
        intent = payment["client_secret"].split("_secret_")[0]
        return self.system.client.post(
            f"{self.system.stripe_url}/v1/payment_intents/{intent}/confirm",
            data={"client_secret": payment["client_secret"], "payment_method": payment_method},
            headers={
                "Authorization": f"Bearer {payment['publishable_key']}",
                "Idempotency-Key": secrets.token_hex(16),
            },
        )

    def settled(self, order_id: str) -> dict[str, Any]:
        """The order, once it waits for nothing any more."""

        def look() -> dict[str, Any] | None:
            order: dict[str, Any] = self.get(f"/orders/{order_id}")
            return None if order["status"] in {"pending", "capturing", "expiring"} else order

        return wait_until(f"order {order_id} to be settled", look)

    def becomes(self, order_id: str, status: str) -> dict[str, Any]:
        """The order, once it has a status."""

        def look() -> dict[str, Any] | None:
            order: dict[str, Any] = self.get(f"/orders/{order_id}")
            return order if order["status"] == status else None

        return wait_until(f"order {order_id} to become {status}", look)

    def _sent(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        return self._answer(self._client.request(method, path, json=body, headers=headers))

    @staticmethod
    def _answer(response: httpx.Response) -> Any:
        if response.status_code >= 400:
            raise Refused(response)
        return response.json() if response.content else None
