"""The life of one call: who calls, what goes wrong on purpose, one transaction, one answer."""

import asyncio
import base64
import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import Receive, Scope, Send

from deploy.stand_ins.stripe import operations
from deploy.stand_ins.stripe.commits import Commits
from deploy.stand_ins.stripe.cors import Origins
from deploy.stand_ins.stripe.errors import Declined, Refusal, Refused, internal_error, no_such
from deploy.stand_ins.stripe.events import API_VERSION
from deploy.stand_ins.stripe.exchange import Answer, ConnectionDropped, drop, read_body, send_answer, send_head
from deploy.stand_ins.stripe.expansion import expand
from deploy.stand_ins.stripe.faults import CallFault, Faults
from deploy.stand_ins.stripe.idempotency import Kept, Keys, fingerprint_of, in_use
from deploy.stand_ins.stripe.operations import Operation
from deploy.stand_ins.stripe.parameters import parse
from deploy.stand_ins.stripe.payment_intents import for_browsers
from deploy.stand_ins.stripe.settings import Settings
from deploy.stand_ins.stripe.wire import Json, Pairs, encode, nested, pairs
from deploy.stand_ins.stripe.work import Delivery, Work

log = logging.getLogger("stripe_stand_in")
RATE_LIMITED = "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits."


@dataclass(frozen=True, slots=True)
class Call:
    method: str
    path: str
    headers: dict[bytes, bytes]
    pairs: Pairs
    request_id: str

    def header(self, name: bytes) -> str:
        return self.headers.get(name, b"").decode("latin-1")

    @property
    def idempotency_key(self) -> str | None:
        return (self.header(b"idempotency-key") or None) if self.method == "POST" else None


class Api:
    """The ASGI application below /v1."""

    def __init__(
        self,
        settings: Settings,
        commits: Commits,
        faults: Faults,
        keys: Keys,
        publish: Callable[[list[Delivery]], None],
    ) -> None:
        self._settings = settings
        self._commits = commits
        self._store = commits.store
        self._faults = faults
        self._keys = keys
        self._publish = publish
        self._origins = Origins(settings.allowed_origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        cors = self._origins.headers(headers)
        if scope["method"] == "OPTIONS":
            await send_answer(send, Answer(200, b"", cors))
            return
        request_id = f"req_{secrets.token_hex(7)}"
        try:
            body = await read_body(receive)
            given = pairs(scope["query_string"] if scope["method"] == "GET" else body)
            call = Call(scope["method"], scope["path"], headers, given, request_id)
            answer = await self._answer(call)
        except ConnectionDropped as dropped:
            if dropped.cut is not None:
                await send_head(send, dropped.cut)
            await drop(scope, receive)
            return
        except Refusal as refusal:
            answer = Answer(refusal.status, encode(refusal.body), _retry_advice(refusal.status))
        except Exception:
            log.exception("%s %s", scope["method"], scope["path"])
            answer = Answer(500, encode(internal_error(request_id)), _retry_advice(500))
        standard = ((b"request-id", request_id.encode()), (b"stripe-version", API_VERSION.encode()))
        await send_answer(send, Answer(answer.status, answer.body, (*answer.headers, *standard, *cors)))

    async def _answer(self, call: Call) -> Answer:
        by_browser = self._authenticate(call)
        found = operations.find(call.method, call.path)
        if found is None:
            message = f"Unrecognized request URL ({call.method}: {call.path}). Please see https://stripe.com/docs."
            raise Refusal(message, status=404)
        operation, object_id = found
        if by_browser and not operation.by_browser:
            raise Refusal(
                "This API call cannot be made with a publishable API key. Please use a secret API key. You can find "
                "a list of your API keys at https://dashboard.stripe.com/account/apikeys.",
                status=401,
                code="secret_key_required",
            )
        rule = self._faults.for_call(operation.kind, call.request_id)
        fault = rule.fault if rule else None
        self._refuse_at_the_door(fault, call)
        with self._keys.used(call.idempotency_key):
            if rule and fault == CallFault.STALL_BEFORE_EFFECT:
                await asyncio.sleep(rule.seconds)
            answer = await self._execute(call, operation, object_id, by_browser, fault)
            if rule and fault == CallFault.STALL_AFTER_EFFECT:
                await asyncio.sleep(rule.seconds)
        if fault == CallFault.LOST_RESPONSE:
            raise ConnectionDropped
        if fault == CallFault.CUT_RESPONSE:
            raise ConnectionDropped(cut=answer)
        return answer

    def _authenticate(self, call: Call) -> bool:
        """Whether a browser calls, by the kind of its key; refuses a wrong one."""
        scheme, _, credential = call.header(b"authorization").partition(" ")
        key = credential.strip()
        if scheme.lower() == "basic":
            key = _user_of(credential)
        key = key or next((value for name, value in call.pairs if name == "key"), "")
        if not key:
            message = (
                "You did not provide an API key. You need to provide your API key in the Authorization header, using "
                "Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."
            )
            raise Refusal(message, status=401)
        if secrets.compare_digest(key.encode(), self._settings.publishable_key.encode()):
            return True
        if not secrets.compare_digest(key.encode(), self._settings.api_key.encode()):
            raise Refusal(f"Invalid API Key provided: {key[:8]}{'*' * 8}{key[-4:]}", status=401)
        return False

    @staticmethod
    def _refuse_at_the_door(fault: CallFault | None, call: Call) -> None:
        """Faults that happen before the endpoint begins; nothing is kept under the key."""
        if fault == CallFault.LOST_REQUEST:
            raise ConnectionDropped
        if fault == CallFault.CONFLICT:
            raise in_use(call.idempotency_key or "none")
        if fault == CallFault.RATE_LIMIT:
            raise Refusal(RATE_LIMITED, status=429, code="rate_limit")
        if fault == CallFault.ERROR_BEFORE_EFFECT:
            error = internal_error(call.request_id)["error"]
            raise Refusal(error["message"], status=500, kind=error["type"])

    async def _execute(
        self, call: Call, operation: Operation, object_id: str, by_browser: bool, fault: CallFault | None
    ) -> Answer:
        work = Work(
            self._store,
            self._settings,
            self._faults,
            moment=time.time(),
            request_id=call.request_id,
            idempotency_key=call.idempotency_key,
            by_browser=by_browser,
        )

        def act() -> Answer:
            return self._act(work, call, operation, object_id, fault)

        if call.method == "GET":
            return act()
        answer = await self._commits.within(act)
        self._publish(work.published)
        return answer

    def _act(self, work: Work, call: Call, operation: Operation, object_id: str, fault: CallFault | None) -> Answer:
        """What the call does, or the answer kept under its key."""
        key, print_ = call.idempotency_key, fingerprint_of(call.pairs)
        kept = self._keys.find(key, call.path, print_, work.moment) if key else None
        if kept is not None:
            replayed = ((b"idempotent-replayed", b"true"), (b"original-request", kept.request_id.encode()))
            return Answer(kept.status, kept.body, (*_retry_advice(kept.status, kept=True), *replayed))
        params = parse(operation.accepts, nested(call.pairs))
        if fault == CallFault.ERROR_INSTEAD_OF_EFFECT:
            status, body = 500, internal_error(call.request_id)
        else:
            status, body = self._run(work, operation, object_id, params)
        if fault == CallFault.ERROR_AFTER_EFFECT:
            status, body = 500, internal_error(call.request_id)
        encoded = encode(body)
        if key is None:
            return Answer(status, encoded, _retry_advice(status))
        self._keys.keep(key, call.path, print_, work.moment, Kept(status, encoded, call.request_id))
        return Answer(status, encoded, (*_retry_advice(status, kept=True), (b"idempotency-key", key.encode("latin-1"))))

    def _run(self, work: Work, operation: Operation, object_id: str, params: Json) -> tuple[int, Json]:
        try:
            with self._store.undone_on_error():
                try:
                    self._refuse_strangers(work, object_id, params)
                    body = operation.run(work, object_id, params)
                except Declined as declined:
                    return declined.status, self._for_caller(work, declined.body)
                shown = expand(self._store, body, params.get("expand", []))
                return 200, self._for_caller(work, shown)
        except Refused as refused:
            work.published.clear()
            return refused.status, self._for_caller(work, refused.body)

    @staticmethod
    def _refuse_strangers(work: Work, object_id: str, params: Json) -> None:
        """A browser may touch an intent only with its client secret."""
        if not work.by_browser or not object_id:
            return
        intent = work.store.find("payment_intent", object_id)
        if intent is None or params.get("client_secret") != intent["client_secret"]:
            raise no_such("payment_intent", object_id, "intent")

    @staticmethod
    def _for_caller(work: Work, body: Json) -> Json:
        if not work.by_browser:
            return body
        if body.get("object") == "payment_intent":
            return for_browsers(body)
        if "payment_intent" in body.get("error", {}):
            body["error"]["payment_intent"] = for_browsers(body["error"]["payment_intent"])
        return body


def _retry_advice(status: int, *, kept: bool = False) -> tuple[tuple[bytes, bytes], ...]:
    """Whether repeating the same request can change the answer."""
    if status == 409 or (status >= 500 and not kept):
        return ((b"stripe-should-retry", b"true"),)
    return ((b"stripe-should-retry", b"false"),) if status >= 500 else ()


def _user_of(credential: str) -> str:
    try:
        return base64.b64decode(credential).decode("latin-1").partition(":")[0]
    except ValueError:
        return credential
