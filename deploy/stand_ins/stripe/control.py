"""The control API: faults, the ledger, disputes and outcomes at will. It opens with its own token."""

import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Literal, TypeVar

import aiohttp
import orjson
from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from deploy.stand_ins.stripe import background, captures, charges, disputes, ledger, refunds
from deploy.stand_ins.stripe.background import Outcomes
from deploy.stand_ins.stripe.errors import Refused, unexpected_state
from deploy.stand_ins.stripe.events import API_VERSION
from deploy.stand_ins.stripe.faults import Faults, Plan
from deploy.stand_ins.stripe.settings import Settings
from deploy.stand_ins.stripe.store import Store
from deploy.stand_ins.stripe.webhooks import Webhooks
from deploy.stand_ins.stripe.wire import Json
from deploy.stand_ins.stripe.work import Work

Handle = Callable[[Request], Awaitable[Response]]
Wish = TypeVar("Wish", bound=BaseModel)


class DisputeWish(BaseModel):
    model_config = ConfigDict(extra="forbid")

    payment_intent: str
    reason: str = "fraudulent"
    amount: int | None = None


class CloseWish(BaseModel):
    model_config = ConfigDict(extra="forbid")

    status: Literal["won", "lost"]


class StatusWish(BaseModel):
    model_config = ConfigDict(extra="forbid")

    status: str


class SettleWish(BaseModel):
    model_config = ConfigDict(extra="forbid")

    outcome: Literal["succeeded", "failed"] | None = None


class Control:
    def __init__(
        self, settings: Settings, store: Store, faults: Faults, webhooks: Webhooks, begin: Callable[[], Work]
    ) -> None:
        self._token = settings.control
        self._store = store
        self._faults = faults
        self._webhooks = webhooks
        self._begin = begin
        self._outcomes = Outcomes(begin, webhooks)

    def routes(self) -> list[Route]:
        doors: list[tuple[str, str, Handle]] = [
            ("GET", "/faults", self._show_faults),
            ("POST", "/faults", self._set_faults),
            ("DELETE", "/faults", self._clear_faults),
            ("GET", "/ledger", self._show_ledger),
            ("GET", "/movements", self._show_movements),
            ("GET", "/deliveries", self._show_deliveries),
            ("POST", "/events/{id}/deliver", self._deliver),
            ("POST", "/disputes", self._open_dispute),
            ("POST", "/disputes/{id}/answer", self._answer_dispute),
            ("POST", "/disputes/{id}/become", self._change_dispute),
            ("POST", "/disputes/{id}/close", self._close_dispute),
            ("POST", "/payment_intents/{id}/settle", self._settle_debit),
            ("POST", "/payment_intents/{id}/expire", self._expire),
            ("POST", "/refunds/{id}/settle", self._settle_refund),
            ("POST", "/reset", self._reset),
        ]
        return [Route(path, self._guarded(handle), methods=[method]) for method, path, handle in doors]

    def _guarded(self, handle: Handle) -> Handle:
        async def guarded(request: Request) -> Response:
            given = request.headers.get("authorization", "").removeprefix("Bearer ")
            if not secrets.compare_digest(given.encode(), self._token.encode()):
                return JSONResponse({"error": "the control token opens this"}, 401)
            try:
                return await handle(request)
            except ValidationError as wrong:
                problems = orjson.loads(wrong.json(include_url=False, include_input=False))
                return JSONResponse({"error": problems}, 422)
            except LookupError as unknown:
                return JSONResponse({"error": f"no such object: {unknown}"}, 404)
            except Refused as refused:
                return JSONResponse(refused.body, refused.status)

        return guarded

    async def _show_faults(self, _: Request) -> Response:
        return JSONResponse(self._faults.report())

    async def _set_faults(self, request: Request) -> Response:
        self._faults.set(await _wish(request, Plan))
        return JSONResponse(self._faults.report())

    async def _clear_faults(self, _: Request) -> Response:
        self._faults.set(Plan())
        return JSONResponse(self._faults.report())

    async def _show_ledger(self, request: Request) -> Response:
        by = request.query_params.get("by", "order_id")
        return JSONResponse(ledger.report(self._store, by, request.query_params.get("value")))

    async def _show_movements(self, request: Request) -> Response:
        return JSONResponse(ledger.movements(self._store, request.query_params.get("payment_intent")))

    async def _show_deliveries(self, request: Request) -> Response:
        """How many deliveries are in each state, and the attempts per event of one payment intent."""
        states = self._store.rows("SELECT state, count(*) FROM deliveries GROUP BY state")
        rows = self._store.rows(
            "SELECT d.event, o.label, d.state, d.attempts, d.last_answer FROM deliveries d"
            " JOIN objects o ON o.id = d.event WHERE d.payment_intent = ? ORDER BY d.id",
            (request.query_params.get("payment_intent", ""),),
        )
        names = ("event", "type", "state", "attempts", "last_answer")
        listed = [dict(zip(names, row, strict=True)) for row in rows]
        return JSONResponse({"states": dict(states), "deliveries": listed})

    async def _deliver(self, request: Request) -> Response:
        """Send an event once more, now, and tell the receiver's answer."""
        event = self._store.get("event", request.path_params["id"])
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as client:
            answer, taken = await self._webhooks.post(client, orjson.dumps(event).decode())
        return JSONResponse({"answer": answer, "taken": taken})

    async def _open_dispute(self, request: Request) -> Response:
        wish = await _wish(request, DisputeWish)

        def open_one(work: Work) -> Json:
            intent = work.store.get("payment_intent", wish.payment_intent)
            if intent["status"] != "succeeded":
                raise unexpected_state("Only a captured payment can be disputed.", intent)
            charge = charges.retrieve(work, intent["latest_charge"])
            return disputes.open_for(work, charge, wish.reason, wish.amount)

        return self._within(open_one)

    async def _answer_dispute(self, request: Request) -> Response:
        """Let evidence be sent, as people do in the dashboard."""
        dispute_id = request.path_params["id"]
        return self._within(lambda work: disputes.answer(work, work.store.get("dispute", dispute_id)))

    async def _change_dispute(self, request: Request) -> Response:
        wish = await _wish(request, StatusWish)
        dispute_id = request.path_params["id"]
        return self._within(lambda work: disputes.become(work, work.store.get("dispute", dispute_id), wish.status))

    async def _close_dispute(self, request: Request) -> Response:
        wish = await _wish(request, CloseWish)
        dispute_id = request.path_params["id"]
        return self._within(
            lambda work: disputes.close(work, work.store.get("dispute", dispute_id), wish.status == "won")
        )

    async def _settle_debit(self, request: Request) -> Response:
        """Let the bank answer now: as its test account says, or as told."""
        wish = await _wish(request, SettleWish)
        intent_id = request.path_params["id"]
        succeeds = None if wish.outcome is None else wish.outcome == "succeeded"

        def settle(work: Work) -> Json:
            background.settle_debit(work, intent_id, succeeds)
            return work.store.get("payment_intent", intent_id)

        return self._within(settle)

    async def _expire(self, request: Request) -> Response:
        """Let an authorization expire, as Stripe does after seven days."""
        intent_id = request.path_params["id"]

        def expire(work: Work) -> Json:
            intent = work.store.get("payment_intent", intent_id)
            if intent["status"] != "requires_capture":
                raise unexpected_state("Only an authorized payment can expire.", intent)
            return captures.expire(work, intent)

        return self._within(expire)

    async def _settle_refund(self, request: Request) -> Response:
        """Let the planned outcome of a refund happen now."""
        refund_id = request.path_params["id"]
        self._outcomes.happen(refund_id)
        return self._within(lambda work: refunds.retrieve(work, refund_id))

    async def _reset(self, _: Request) -> Response:
        """Forget everything, the fault plan included."""
        await self._webhooks.forget()
        self._store.erase()
        self._faults.set(Plan())
        return JSONResponse({"reset_at": time.time(), "api_version": API_VERSION})

    def _within(self, act: Callable[[Work], Json]) -> Response:
        work = self._begin()
        with self._store.transaction():
            body = act(work)
        self._webhooks.publish(work.published)
        return JSONResponse(body)


async def _wish(request: Request, kind: type[Wish]) -> Wish:
    return kind.model_validate_json(await request.body() or b"{}")
