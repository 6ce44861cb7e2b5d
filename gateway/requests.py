"""A request as it is sent to a service: our own head, and the body that fits it."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace

import structlog
from starlette.types import Receive, Scope

from gateway import headers
from gateway.callers import Client
from gateway.routes import Route
from shared.web import bodies
from shared.web.problems import Refused

REPEATABLE = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Request:
    method: bytes
    head: bytes
    body: bytes | AsyncIterator[bytes] = b""
    # Whether sending it twice has one effect.
    is_repeatable: bool = True

    def with_time_left(self, seconds: float) -> "Request":
        """As it is sent now. What is left and not when it ends: the clocks of two hosts need not agree."""
        return replace(self, head=b"%bx-time-left: %d\r\n\r\n" % (self.head, max(seconds, 0) * 1000))


async def made(
    scope: Scope, given: Mapping[bytes, bytes], receive: Receive, *, route: Route, client: Client
) -> Request:
    """The request that the service gets, all but the end of its head.

    A body is read whole before a service is bothered with it, so that nobody keeps one busy by sending slowly, and so that
    it can be sent again. An image is passed on as it comes. Raises Refused.
    """
    body, framing = await _body(given, receive, route)
    method: str = scope["method"]
    context = structlog.contextvars.get_contextvars()
    target = b"%b?%b" % (scope["raw_path"], scope["query_string"]) if scope["query_string"] else scope["raw_path"]
    lines = [
        b"%b %b HTTP/1.1" % (method.encode(), target),
        b"host: %b" % route.service.encode(),
        b"x-forwarded-for: %b" % client.address.encode(),
        b"x-forwarded-proto: %b" % client.scheme.encode(),
        b"x-forwarded-host: %b" % given[b"host"],
        b"x-request-id: %b" % context["request_id"].encode(),
        b"traceparent: %b" % context["traceparent"].encode(),
        *(b"%b: %b" % pair for pair in headers.to_service(given, scope["headers"])),
        *framing,
    ]
    head = b"\r\n".join(lines)
    if head.count(b"\n") != len(lines) - 1 or head.count(b"\r") != len(lines) - 1 or b"\x00" in head:
        raise Refused(400, "malformed_headers", "A header contains what headers never contain.")
    is_streamed = not isinstance(body, bytes)
    has_key = b"idempotency-key" in given and method in route.keyed
    is_repeatable = method in REPEATABLE or (has_key and not is_streamed)
    return Request(method.encode(), head + b"\r\n", body, is_repeatable)


async def _body(
    given: Mapping[bytes, bytes], receive: Receive, route: Route
) -> tuple[bytes | AsyncIterator[bytes], tuple[bytes, ...]]:
    """The body, and the header that says how long it is."""
    length = given.get(b"content-length")
    if length is None and b"transfer-encoding" not in given:
        return b"", ()
    if length is not None and int(length) > route.body_limit:
        raise bodies.too_large(route.body_limit)
    if not route.is_image:
        body = await _read(receive, route)
        return body, (b"content-length: %d" % len(body),)
    if length is not None:
        return _parts(receive, route.body_limit), (b"content-length: %b" % length,)
    return _chunks(receive, route.body_limit), (b"transfer-encoding: chunked",)


async def _read(receive: Receive, route: Route) -> bytes:
    try:
        async with asyncio.timeout(route.seconds):
            return await bodies.read(receive, route.body_limit)
    except TimeoutError:
        raise Refused(408, "request_timeout", "The body took too long to arrive.") from None


async def _parts(receive: Receive, limit: int) -> AsyncIterator[bytes]:
    passed, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused(400, "incomplete_body", "The connection ended before the body did.")
        part = message.get("body", b"")
        passed += len(part)
        if passed > limit:
            raise bodies.too_large(limit)
        if part:
            yield part
        more = message.get("more_body", False)


async def _chunks(receive: Receive, limit: int) -> AsyncIterator[bytes]:
    async for part in _parts(receive, limit):
        yield b"%x\r\n%b\r\n" % (len(part), part)
    yield b"0\r\n\r\n"
