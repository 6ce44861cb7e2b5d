"""The only module that talks to Stripe. Nothing of Stripe's own types leaves it.

A call takes eight seconds at most, repeats of the library included. It is never made inside a database transaction.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import aiohttp  # noqa: TID251  the errors of the client that Stripe's library asks with
import stripe
import structlog
from pydantic import ValidationError

from shared.runtime import Runtime
from shared.workers.outside import Outside
from ticket_service.config import Settings
from ticket_service.payments.errors import ProviderRefused, ProviderUncertain
from ticket_service.payments.events import HEARD, Event
from ticket_service.payments.seen import Intent, Listed, ProviderDispute, ProviderRefund

log = structlog.get_logger()
# The library says two lines about each call; ours says one.
logging.getLogger("stripe").setLevel(logging.WARNING)

TOTAL_SECONDS = 8.0
NETWORK_RETRIES = 2
FAILURES_THAT_OPEN = 5
OPEN_SECONDS = 5.0
PAGE = 100

INTENTS, REFUNDS, DISPUTES, EVENTS = "/v1/payment_intents", "/v1/refunds", "/v1/disputes", "/v1/events"


class Breaker:
    """After several failures in a row nobody waits for Stripe for a few seconds."""

    def __init__(self) -> None:
        self._failures = 0
        self._open_until = 0.0

    def check(self) -> None:
        if time.monotonic() < self._open_until:
            raise ProviderUncertain("not asked: it has failed several times in a row")

    def succeeded(self) -> None:
        self._failures = 0

    def failed(self) -> None:
        self._failures += 1
        if self._failures >= FAILURES_THAT_OPEN:
            self._open_until = time.monotonic() + OPEN_SECONDS


class Provider:
    """Stripe's API. Methods raise ProviderRefused for a final no, ProviderUncertain when nobody knows."""

    def __init__(self, api_key: str, api_base: str) -> None:
        self._breaker = Breaker()
        self._http = stripe.AIOHTTPClient(timeout=TOTAL_SECONDS)
        self._client = stripe.StripeClient(
            api_key,
            base_addresses={"api": api_base} if api_base else {},
            http_client=self._http,
            max_network_retries=NETWORK_RETRIES,
        )

    async def create_intent(self, params: Mapping[str, Any], key: str) -> Intent:
        return Intent.of(await self._ask("post", INTENTS, params, key))

    async def retrieve_intent(self, intent_id: str) -> Intent:
        return Intent.of(await self._ask("get", f"{INTENTS}/{intent_id}"))

    async def capture_intent(self, intent_id: str, params: Mapping[str, Any], key: str) -> Intent:
        return Intent.of(await self._ask("post", f"{INTENTS}/{intent_id}/capture", params, key))

    async def cancel_intent(self, intent_id: str, params: Mapping[str, Any], key: str) -> Intent:
        return Intent.of(await self._ask("post", f"{INTENTS}/{intent_id}/cancel", params, key))

    async def create_refund(self, params: Mapping[str, Any], key: str) -> ProviderRefund:
        return ProviderRefund.of(await self._ask("post", REFUNDS, params, key))

    async def find_intent(self, payment_id: str, since: datetime) -> Intent | None:
        """The intent made for a payment, among those created since a moment."""
        reached = None
        while True:
            page = await self.list_intents(since, reached)
            ours = (intent for intent in page.data if intent.metadata.get("payment_id") == payment_id)
            if (intent := next(ours, None)) is not None or page.reached is None:
                return intent
            reached = page.reached

    async def find_refund(
        self, intent_id: str, operation_id: str, provider_id: str | None = None
    ) -> ProviderRefund | None:
        """The newest refund made for one of our operations; without any the one of that id, which was made elsewhere."""
        shown = await self.refunds_of(intent_id)
        ours = [refund for refund in shown if refund.metadata.get("operation_id") == operation_id]
        return next(iter(ours or [refund for refund in shown if refund.id == provider_id]), None)

    async def refunds_of(self, intent_id: str) -> Sequence[ProviderRefund]:
        page = await self._ask("get", REFUNDS, {"payment_intent": intent_id, "limit": PAGE})
        return [ProviderRefund.of(refund) for refund in page["data"]]

    async def list_intents(self, since: datetime, after: str | None = None) -> Listed[Intent]:
        """The intents created since a moment, the newest first, behind the one named; what was refunded is known."""
        page = await self._ask("get", INTENTS, _listing(since, after, expand="data.latest_charge"))
        return Listed([Intent.of(intent) for intent in page["data"]], _reached(page))

    async def list_refunds(self, since: datetime, after: str | None = None) -> Listed[ProviderRefund]:
        """The same of refunds; whether their charge was captured is known."""
        page = await self._ask("get", REFUNDS, _listing(since, after, expand="data.charge"))
        return Listed([ProviderRefund.of(refund) for refund in page["data"]], _reached(page))

    async def disputes_of(self, intent_id: str) -> Sequence[ProviderDispute]:
        """The oldest first."""
        page = await self._ask("get", DISPUTES, {"payment_intent": intent_id, "limit": PAGE})
        return [ProviderDispute.of(dispute) for dispute in reversed(page["data"])]

    async def list_disputes(self, since: datetime, after: str | None = None) -> Listed[ProviderDispute]:
        """Those opened since a moment, the newest first."""
        page = await self._ask("get", DISPUTES, _listing(since, after))
        return Listed([ProviderDispute.of(dispute) for dispute in page["data"]], _reached(page))

    async def list_events(self, since: datetime, until: datetime, after: str | None = None) -> Listed[Event]:
        """Those of the kinds that webhooks tell, created between two moments of the last thirty days, the newest first.

        One that is not understood is left out and logged.
        """
        wish = _listing(since, after)
        wish["created"]["lte"] = int(until.timestamp())
        page = await self._ask("get", EVENTS, {**wish, "types": HEARD})
        understood = [event for shown in page["data"] if (event := _event(shown)) is not None]
        return Listed(understood, _reached(page))

    async def examine_intent(self, intent_id: str) -> Intent:
        """The intent with what was refunded of it."""
        return Intent.of(await self._ask("get", f"{INTENTS}/{intent_id}", {"expand": ["latest_charge"]}))

    async def close(self) -> None:
        await self._http.close_async()  # type: ignore[no-untyped-call]  # the library forgot the types of this one

    async def _ask(self, method: str, path: str, params: Mapping[str, Any] = {}, key: str | None = None) -> Any:
        """The answer's JSON; the library's own objects would cost twice what the rest of the call does."""
        options = {} if key is None else {"idempotency_key": key}
        started = time.perf_counter()
        try:
            self._breaker.check()
            async with asyncio.timeout(TOTAL_SECONDS):
                answer = await self._client.raw_request_async(method, path, **params, **options)
        except TimeoutError as error:
            self._breaker.failed()
            raise ProviderUncertain("no answer in time") from error
        except aiohttp.ClientError as error:
            # The library makes errors of its own of what goes wrong before the answer's body, and of nothing after that.
            self._breaker.failed()
            raise ProviderUncertain(f"half an answer {type(error).__name__}") from error
        except stripe.StripeError as error:
            raise self._judged(error) from error
        self._breaker.succeeded()
        log.debug("provider_called", ms=round((time.perf_counter() - started) * 1e3, 1))
        return answer.data

    def _judged(self, error: stripe.StripeError) -> ProviderRefused | ProviderUncertain:
        """What an error of the library means for us."""
        status, code = error.http_status, error.code or type(error).__name__
        if status is None or status >= 500:
            self._breaker.failed()
            return ProviderUncertain(f"{status or 'no answer'} {code}", is_stored=status is not None)
        self._breaker.succeeded()
        if status in {409, 429}:
            return ProviderUncertain(f"{status} {code}")
        if status in {401, 403}:
            log.error("provider_rejects_our_key", status=status, code=code)
            return ProviderUncertain(f"{status} {code}")
        return ProviderRefused(code)


# Children of a worker take turns at waiting for the provider.
at_provider = Outside()


def provider(runtime: Runtime[Settings]) -> Provider:
    """One per process: its connections are kept until the process ends."""
    if runtime.service not in _providers:
        settings = runtime.settings
        found = Provider(settings.stripe_api_key.get_secret_value(), settings.stripe_api_base)
        _providers[runtime.service] = found
        runtime.opened.push_async_callback(found.close)
        runtime.opened.callback(_providers.clear)
    return _providers[runtime.service]


_providers: dict[str, Provider] = {}


def _reached(page: Mapping[str, Any]) -> str | None:
    return page["data"][-1]["id"] if page["has_more"] else None


def _event(shown: Any) -> Event | None:
    with contextlib.suppress(ValidationError):
        return Event.model_validate(shown)
    log.error("event_not_understood", id=shown["id"], type=shown["type"])
    return None


def _listing(since: datetime, after: str | None, *, expand: str = "") -> dict[str, Any]:
    """What is left out is not sent: the provider refuses empty cursors."""
    cursor = {} if after is None else {"starting_after": after}
    inside = {"expand": [expand]} if expand else {}
    return {"created": {"gte": int(since.timestamp())}, "limit": PAGE, **inside, **cursor}
