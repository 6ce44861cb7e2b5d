"""Requests that two readers could understand differently are refused before any service sees them."""

import json

import pytest

from gateway.tests.raw import sent
from gateway.tests.servers import Gateway
from gateway.tests.services import Service

PATHS = [
    "/api/v1/events/..",
    "/api/v1/../internal/messages",
    "/api/v1/events/../../internal/messages",
    "/api/v1/%2e%2e/internal/messages",
    "/api/v1/.%2e/internal/messages",
    "/api/v1/events/.",
    "//internal/messages",
    "/api//v1/events",
    "/api/v1/events//",
    "/api/v1%2fevents",
    "/api/v1/events/%2F..%2Finternal",
    "/api/v1/events%5c..%5cinternal",
    "/api/v1/events\\..\\internal",
    "/api/v1/events;x=1",
    "/api/v1/events%3bx",
    "/api/v1/events%00",
    "/api/v1/events%0d%0aX-Injected:%201",
    "/api/v1/events%7f",
    "/api/v1/events%252e%252e",
    "/api/v1/events%zz",
    "/api/v1/events%",
    "/api/v1/events/%ff%fe",
    "/api/v1/events/%c0%ae%c0%ae",
    "/api/v1/events/\u00e9",
    '/api/v1/events/"',
    "/api/v1/events/<script>",
    "/api/v1/events/{x}",
    "/api/v1/events/a|b",
    "/api/v1/events/`",
    "/api/v1/events/%e2%80%ae",
    "*",
    "internal/messages",
]
QUERIES = ["?a=%00", "?a=\u00e9", "?a=\x01"]


def request(target: str, *headers: str, method: str = "GET", body: bytes = b"") -> bytes:
    lines = [f"{method} {target} HTTP/1.1", "Host: localhost", *headers, "", ""]
    return "\r\n".join(lines).encode("utf-8") + body


@pytest.mark.parametrize("target", [*PATHS, *(f"/api/v1/events{query}" for query in QUERIES)])
async def test_an_ambiguous_address_is_refused(running: Gateway, event: Service, target: str):
    (reply, *others) = await sent(running.port, request(target))
    assert reply.status == 400
    assert reply.headers["content-type"] == "application/problem+json"
    assert others == []
    assert event.received == []


async def test_control_a_plain_address_with_the_characters_that_are_allowed_arrives(running: Gateway, event: Service):
    target = "/api/v1/events/by-slug/A-z.0_9~!$&'()*+,=:@%20%C3%BC?q=a%2fb;c/../d"
    (reply,) = await sent(running.port, request(target))
    assert reply.status == 200
    assert event.received[0].path == target.partition("?")[0]


async def test_an_address_that_is_too_long_is_refused(running: Gateway):
    (reply,) = await sent(running.port, request("/api/v1/events?q=" + "x" * 9000))
    assert (reply.status, reply.headers["content-type"]) == (414, "application/problem+json")


CHUNKED = "Transfer-Encoding: chunked"
SMUGGLED = request("/api/v1/events?smuggled=1")
SMUGGLING = {
    "both lengths, chunked first": request(
        "/api/v1/events", CHUNKED, "Content-Length: 4", method="POST", body=b"0\r\n\r\n" + SMUGGLED
    ),
    "both lengths, length first": request(
        "/api/v1/events", f"Content-Length: {len(SMUGGLED) + 5}", CHUNKED, method="POST", body=b"0\r\n\r\n" + SMUGGLED
    ),
    "two lengths": request(
        "/api/v1/events", "Content-Length: 0", f"Content-Length: {len(SMUGGLED)}", method="POST", body=SMUGGLED
    ),
    "a list of lengths": request("/api/v1/events", "Content-Length: 0, 10", method="POST", body=SMUGGLED),
    "a signed length": request("/api/v1/events", "Content-Length: +0", method="POST", body=SMUGGLED),
    "another encoding": request(
        "/api/v1/events", "Transfer-Encoding: xchunked", method="POST", body=b"0\r\n\r\n" + SMUGGLED
    ),
    "an encoding in a list": request(
        "/api/v1/events", "Transfer-Encoding: chunked, identity", method="POST", body=b"0\r\n\r\n"
    ),
    "two encodings": request(
        "/api/v1/events", CHUNKED, "Transfer-Encoding: identity", method="POST", body=b"0\r\n\r\n" + SMUGGLED
    ),
    "white space before the colon": request(
        "/api/v1/events", "Transfer-Encoding : chunked", method="POST", body=b"0\r\n\r\n" + SMUGGLED
    ),
    "a folded header": request("/api/v1/events", "X: 1\r\n Transfer-Encoding: chunked", method="POST", body=SMUGGLED),
    "a bare line feed": b"POST /api/v1/events HTTP/1.1\nHost: localhost\nContent-Length: 0\n\n" + SMUGGLED,
    "a NUL in a header": request("/api/v1/events", "X: a\x00b"),
    "a carriage return in a header": request("/api/v1/events", "X: a\rb"),
    "two hosts": request("/api/v1/events", "Host: evil.example"),
    "a host that is no name": b"GET /api/v1/events HTTP/1.1\r\nHost: a b/c?d\r\n\r\n",
    "no host": b"GET /api/v1/events HTTP/1.1\r\n\r\n",
    "two tokens": request("/api/v1/events", "Authorization: Bearer a", "Authorization: Bearer b"),
    "a chunk of nonsense": request("/api/v1/events", CHUNKED, method="POST", body=b"zz\r\nabc\r\n0\r\n\r\n"),
    "a chunk that is too short": request("/api/v1/events", CHUNKED, method="POST", body=b"2\r\nabcd\r\n0\r\n\r\n"),
    "an endless chunk": request("/api/v1/events", CHUNKED, method="POST", body=b"fffffffffffffffff\r\nabc"),
    "not HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "a tunnel": b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n",
}


@pytest.mark.parametrize("data", SMUGGLING.values(), ids=SMUGGLING.keys())
async def test_a_request_of_unclear_extent_is_refused_and_nothing_behind_it_is_read(
    running: Gateway, event: Service, data: bytes
):
    replies = await sent(running.port, data)
    assert replies[0].status == 400
    assert replies[0].headers["content-type"] == "application/problem+json"
    assert "x-content-type-options" in replies[0].headers
    assert event.received == []


async def test_a_request_that_cannot_be_read_is_answered_under_an_id(running: Gateway):
    (given,) = await sent(running.port, request("/api/v1/events", "X-Request-ID: req_12345678", "X: a\x00b"))
    (made,) = await sent(running.port, request("/api/v1/\u00e9", "X-Request-ID: \u00e9", "X: a\x00b"))
    assert [reply.status for reply in (given, made)] == [400, 400]
    assert json.loads(given.body)["request_id"] == given.headers["x-request-id"] == "req_12345678"
    assert json.loads(made.body)["request_id"] == made.headers["x-request-id"]


async def test_control_two_plain_requests_on_one_connection_are_two(running: Gateway, event: Service):
    first = request(
        "/api/v1/events", CHUNKED, "Content-Type: application/json", method="POST", body=b"2\r\n{}\r\n0\r\n\r\n"
    )
    replies = await sent(running.port, first + SMUGGLED)
    assert [reply.status for reply in replies] == [200, 200]
    assert [(each.method, each.body) for each in event.received] == [("POST", b"{}"), ("GET", b"")]


async def test_a_chunked_body_arrives_with_its_length(running: Gateway, event: Service):
    body = b'4;x=y\r\n{"a"\r\n3\r\n:1}\r\n0\r\nX-Trailer: 1\r\n\r\n'
    await sent(running.port, request("/api/v1/events", CHUNKED, method="POST", body=body))
    (received,) = event.received
    assert (received.body, received.header("content-length")) == (b'{"a":1}', "7")
    assert received.header("transfer-encoding") is None
    assert received.header("x-trailer") is None


async def test_an_upgrade_is_not_made(running: Gateway, event: Service):
    upgrade = ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: eA=="]
    (reply, *_) = await sent(running.port, request("/api/v1/events", *upgrade))
    assert reply.status == 200
    assert event.received[0].header("upgrade") is None


async def test_headers_that_are_too_large_are_refused(running: Gateway):
    (reply,) = await sent(running.port, request("/api/v1/events", f"X: {'x' * 40_000}"))
    assert (reply.status, reply.headers["content-type"]) == (431, "application/problem+json")


ENDLESS = {
    "address": b"GET /" + b"x" * 400_000,
    "header": b"GET / HTTP/1.1\r\nX: " + b"y" * 400_000,
    "headers": b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 80_000,
    "trailers": request("/api/v1/events", CHUNKED, method="POST", body=b"0\r\n" + b"X: y\r\n" * 80_000),
    "trailer": request("/api/v1/events", CHUNKED, method="POST", body=b"0\r\nX: " + b"y" * 400_000),
    "chunk extension": request("/api/v1/events", CHUNKED, method="POST", body=b"3;" + b"y" * 400_000),
}


@pytest.mark.parametrize("data", ENDLESS.values(), ids=ENDLESS.keys())
async def test_what_has_no_end_is_refused_before_its_end(running: Gateway, event: Service, data: bytes):
    replies = await sent(running.port, data)
    assert [reply.status for reply in replies] in ([400], []), "the answer may be lost with the rest of what was sent"
    assert event.received == []


async def test_a_name_that_means_nothing_is_not_passed_on(running: Gateway, event: Service):
    await sent(running.port, request("/api/v1/events", f"{'x' * 100}: 1", "X-Kept: 1"))
    names = {name for name, _ in event.received[0].headers}
    assert "x-kept" in names
    assert "x" * 100 not in names
