"""The outermost layer of every service: request id and trace, strict input, security headers, access log, metrics.

It is plain ASGI. What it refuses never reaches a route, so no parser behind it sees hostile bytes.
"""

import re
import secrets
import time
from typing import Any

import orjson
import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared import metrics, problems
from shared.ids import new_id

log = structlog.get_logger("access")

JSON_LIMIT = 64 * 1024
IMAGE_LIMIT = 5 * 1024 * 1024
HEADERS_LIMIT = 32 * 1024
MOST_RUNNING = 1024
BODYLESS = frozenset({"GET", "HEAD", "OPTIONS", "DELETE"})
_REQUEST_ID = re.compile(rb"[A-Za-z0-9_-]{8,64}")
_TRACEPARENT = re.compile(rb"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_QUIET = frozenset({"/metrics", "/health/live", "/health/ready"})

SECURITY_HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"permissions-policy", b"camera=(self)"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
CONTENT_SECURITY_POLICY = b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


class _Refused(Exception):
    def __init__(self, status: int, code: str, detail: str) -> None:
        self.response = (status, code, detail)


class Edge:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        headers: dict[bytes, bytes] = dict(scope["headers"])
        request_id = _request_id(headers)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id, traceparent=_traceparent(headers))
        status = 500
        started_answer = False

        async def send_with_headers(message: Message) -> None:
            nonlocal status, started_answer
            if message["type"] == "http.response.start":
                status, started_answer = message["status"], True
                _complete_headers(message, request_id)
            await send(message)

        self._running += 1
        metrics.REQUESTS_RUNNING.set(self._running)
        try:
            receive = await self._checked(scope, headers, receive)
            await self._app(scope, receive, send_with_headers)
        except _Refused as refused:
            await problems.document(*refused.response)(scope, receive, send_with_headers)
        except Exception:
            log.exception("unexpected_error")
            if started_answer:
                raise
            await problems.of(problems.InternalError())(scope, receive, send_with_headers)
        finally:
            self._running -= 1
            metrics.REQUESTS_RUNNING.set(self._running)
            _record(scope, status, time.perf_counter() - started)

    async def _checked(self, scope: Scope, headers: dict[bytes, bytes], receive: Receive) -> Receive:
        if self._running > MOST_RUNNING and scope["path"] not in _QUIET:
            raise _Refused(503, "unavailable", "The service has too much to do; try again.")
        _check_headers(scope, headers)
        if scope["method"] in BODYLESS and b"content-length" not in headers and b"transfer-encoding" not in headers:
            return receive
        body = await _read_body(headers, receive)
        return _replayed(body, receive)


def _request_id(headers: dict[bytes, bytes]) -> str:
    given = headers.get(b"x-request-id", b"")
    return given.decode() if _REQUEST_ID.fullmatch(given) else new_id("req")


def _traceparent(headers: dict[bytes, bytes]) -> str:
    """The same trace with a span of our own; a new trace when none came in."""
    given = headers.get(b"traceparent", b"")
    trace = given[3:35].decode() if _TRACEPARENT.fullmatch(given) else secrets.token_hex(16)
    return f"00-{trace}-{secrets.token_hex(8)}-01"


def _check_headers(scope: Scope, headers: dict[bytes, bytes]) -> None:
    names = [name for name, _ in scope["headers"]]
    if names.count(b"host") != 1 or names.count(b"authorization") > 1 or names.count(b"content-length") > 1:
        raise _Refused(400, "malformed_headers", "A header that may stand once is missing or repeated.")
    if sum(len(name) + len(value) for name, value in scope["headers"]) > HEADERS_LIMIT:
        raise _Refused(431, "headers_too_large", "The headers are too large.")
    if b"content-encoding" in headers:
        raise _Refused(415, "unsupported_encoding", "Send the body without a Content-Encoding.")
    if b"\x00" in scope["path"].encode(errors="surrogateescape") or b"%00" in scope["query_string"]:
        raise _Refused(400, "malformed_url", "The address contains a NUL character.")
    try:
        deadline = float(headers.get(b"x-deadline", b"inf"))
    except ValueError:
        deadline = float("inf")
    if deadline < time.time():
        raise _Refused(503, "deadline_passed", "Nobody waits for the answer to this request any more.")


async def _read_body(headers: dict[bytes, bytes], receive: Receive) -> bytes:
    """The whole body, its bytes counted and its JSON strict: no NaN, Infinity, lone surrogates, BOM or NUL."""
    media_type = headers.get(b"content-type", b"").split(b";")[0].strip().lower()
    limit = IMAGE_LIMIT if media_type.startswith(b"image/") else JSON_LIMIT
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Refused(400, "incomplete_body", "The connection ended before the body did.")
        body += message.get("body", b"")
        if len(body) > limit:
            raise _Refused(413, "body_too_large", f"The body may have at most {limit} bytes.")
        if not message.get("more_body", False):
            break
    if not body or media_type.startswith(b"image/"):
        return bytes(body)
    if media_type != b"application/json":
        raise _Refused(415, "unsupported_media_type", "Send `Content-Type: application/json`.")
    _check_json(bytes(body))
    return bytes(body)


def _check_json(body: bytes) -> None:
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise _Refused(400, "malformed_json", f"The body is not valid JSON: {error.msg}.") from None
    if b"\\u0000" in body and _has_nul(value):
        raise _Refused(400, "nul_character", "Text must not contain the NUL character.")


def _has_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\x00" in value
    if isinstance(value, list):
        return any(_has_nul(item) for item in value)
    if isinstance(value, dict):
        return any("\x00" in key or _has_nul(item) for key, item in value.items())
    return False


def _replayed(body: bytes, receive: Receive) -> Receive:
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def _complete_headers(message: Message, request_id: str) -> None:
    headers = message["headers"]
    names = {name.lower() for name, _ in headers}
    headers.append((b"x-request-id", request_id.encode()))
    headers.extend(pair for pair in SECURITY_HEADERS if pair[0] not in names)
    if b"content-security-policy" not in names:
        headers.append((b"content-security-policy", CONTENT_SECURITY_POLICY))
    if b"cache-control" not in names:
        headers.append((b"cache-control", b"no-store"))


def _record(scope: Scope, status: int, seconds: float) -> None:
    route = getattr(scope.get("route"), "path", "unmatched")
    metrics.REQUEST_SECONDS.labels(scope["method"], route, status).observe(seconds)
    if scope["path"] not in _QUIET:
        log.info(
            "request",
            method=scope["method"],
            route=route,
            path=scope["path"],
            status=status,
            ms=round(seconds * 1e3, 1),
        )
