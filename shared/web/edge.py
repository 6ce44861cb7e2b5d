"""The outermost layer of every process: request id and trace, strict input, security headers, access log, metrics.

It is plain ASGI. What it refuses never reaches a route, so no parser behind it sees hostile bytes.
"""

import re
import time
from collections.abc import Awaitable, Callable, Mapping

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.ids import new_id
from shared.telemetry import logs, metrics, traces
from shared.web import bodies, problems
from shared.web.problems import Refused

log = structlog.get_logger()

HEADERS_LIMIT = 32 * 1024
MOST_RUNNING = 1024
_REQUEST_ID = re.compile(rb"[A-Za-z0-9_-]{8,64}")
_TIME_IS_OVER = re.compile(rb"0+|-[0-9]+")
QUIET = frozenset({"/metrics", "/health/live", "/health/ready"})
# What inner layers want to see in the head of the answer, whoever gives it: a list of pairs in the scope.
ANSWER_HEADERS = "answer_headers"

SECURITY_HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"permissions-policy", b"camera=(self)"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
CONTENT_SECURITY_POLICY = b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


Headers = Mapping[bytes, bytes]
Check = Callable[[Scope, Headers, Receive], Awaitable[Receive]]


class Edge:
    """`check` looks at each request before anything else does: it raises Refused, or says where the body is read from."""

    def __init__(self, app: ASGIApp, *, check: Check = bodies.checked, most_running: int = MOST_RUNNING) -> None:
        self._app = app
        self._check = check
        self._most_running = most_running
        self._running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        headers: dict[bytes, bytes] = dict(scope["headers"])
        request_id = _request_id(headers)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(
            request_id=request_id, traceparent=traces.child(headers.get(b"traceparent", b"").decode("latin-1"))
        )
        scope[ANSWER_HEADERS] = []
        status = 500
        started_answer = False

        async def send_with_headers(message: Message) -> None:
            nonlocal status, started_answer
            if message["type"] == "http.response.start":
                status, started_answer = message["status"], True
                _complete_headers(message, request_id, scope[ANSWER_HEADERS])
            await send(message)

        self._running += 1
        metrics.REQUESTS_RUNNING.set(self._running)
        try:
            receive = await self._checked(scope, headers, receive)
            await self._app(scope, receive, send_with_headers)
        except Refused as refused:
            await refused.response()(scope, receive, send_with_headers)
        except Exception:
            log.exception("unexpected_error")
            if started_answer:
                raise
            await problems.of(problems.InternalError())(scope, receive, send_with_headers)
        finally:
            self._running -= 1
            metrics.REQUESTS_RUNNING.set(self._running)
            _record(scope, status, time.perf_counter() - started)

    async def _checked(self, scope: Scope, headers: Headers, receive: Receive) -> Receive:
        if self._running > self._most_running and scope["path"] not in QUIET:
            raise Refused(503, "unavailable", "The service has too much to do; try again.", retry_after=1)
        _check_headers(scope, headers)
        return await self._check(scope, headers, receive)


def _request_id(headers: Headers) -> str:
    given = headers.get(b"x-request-id", b"")
    return given.decode() if _REQUEST_ID.fullmatch(given) else new_id("req")


def _check_headers(scope: Scope, headers: Headers) -> None:
    names = [name for name, _ in scope["headers"]]
    if names.count(b"host") != 1 or names.count(b"authorization") > 1 or names.count(b"content-length") > 1:
        raise Refused(400, "malformed_headers", "A header that may stand once is missing or repeated.")
    if b"transfer-encoding" in headers and (
        b"content-length" in headers or headers[b"transfer-encoding"].lower() != b"chunked"
    ):
        raise Refused(400, "malformed_headers", "The length of the body is not clear.")
    if sum(len(name) + len(value) for name, value in scope["headers"]) > HEADERS_LIMIT:
        raise Refused(431, "headers_too_large", "The headers are too large.")
    if b"content-encoding" in headers:
        raise Refused(415, "unsupported_encoding", "Send the body without a Content-Encoding.")
    if b"\x00" in scope["path"].encode(errors="surrogateescape") or b"%00" in scope["query_string"]:
        raise Refused(400, "malformed_url", "The address contains a NUL character.")
    if _TIME_IS_OVER.fullmatch(headers.get(b"x-time-left", b"")):
        raise Refused(503, "deadline_passed", "Nobody waits for the answer to this request any more.")


def _complete_headers(message: Message, request_id: str, wanted: list[tuple[bytes, bytes]]) -> None:
    headers = message["headers"]
    headers.extend(wanted)
    names = {name.lower() for name, _ in headers}
    headers.append((b"x-request-id", request_id.encode()))
    headers.extend(pair for pair in SECURITY_HEADERS if pair[0] not in names)
    if b"content-security-policy" not in names:
        headers.append((b"content-security-policy", CONTENT_SECURITY_POLICY))
    if b"cache-control" not in names:
        headers.append((b"cache-control", b"no-store"))


def _record(scope: Scope, status: int, seconds: float) -> None:
    route = getattr(scope.get("route"), "path", "unmatched")
    metrics.request_seconds(scope["method"], route, status).observe(seconds)
    if scope["path"] not in QUIET:
        logs.request(method=scope["method"], route=route, path=scope["path"], status=status, ms=round(seconds * 1e3, 1))
