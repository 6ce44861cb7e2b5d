"""Plain proxies, alike in all but the HTTP client: what `benchmarks.proxy` compares. Beside them, the service they ask.

Each is an ASGI application that streams both ways to UPSTREAM (host:port) and does nothing else.
"""

import asyncio
import os
from collections import deque
from collections.abc import AsyncIterator
from importlib import import_module
from typing import Any

from starlette.types import Receive, Scope, Send

from gateway.connections import Connection

UPSTREAM = os.environ.get("UPSTREAM", "")
JWKS = os.environ.get("JWKS", "").encode()
OF_THE_CONNECTION = frozenset(
    {b"connection", b"date", b"host", b"keep-alive", b"te", b"trailer", b"transfer-encoding", b"upgrade"}
)
Headers = list[tuple[bytes, bytes]]


def passed_on(headers: Headers) -> Headers:
    return [pair for pair in headers if pair[0].lower() not in OF_THE_CONNECTION]


def has_body(scope: Scope) -> bool:
    return any(name in {b"content-length", b"transfer-encoding"} for name, _ in scope["headers"])


async def body_of(receive: Receive) -> AsyncIterator[bytes]:
    more = True
    while more:
        message = await receive()
        more = message.get("more_body", False)
        yield message.get("body", b"")


def url_of(scope: Scope) -> str:
    query = scope["query_string"].decode()
    return f"http://{UPSTREAM}{scope['raw_path'].decode()}{'?' + query if query else ''}"


async def service(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with a kibibyte of JSON, or with the key set."""
    if scope["type"] != "http":
        return
    if has_body(scope):
        async for _ in body_of(receive):
            pass
    body = JWKS if scope["path"].endswith("/jwks") else b'"' + b"x" * 1022 + b'"'
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class HttpxProxy:
    """httpx, or a library with its interface; `transport` replaces its own connections."""

    def __init__(self, library: Any, **options: Any) -> None:
        limits = library.Limits(max_connections=None, max_keepalive_connections=None)
        self._client = library.AsyncClient(timeout=10, trust_env=False, limits=limits, **options)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = self._client.build_request(
            scope["method"],
            url_of(scope),
            headers=passed_on(scope["headers"]),
            content=body_of(receive) if has_body(scope) else None,
        )
        response = await self._client.send(request, stream=True)
        try:
            head = {"status": response.status_code, "headers": passed_on(response.headers.raw)}
            await send({"type": "http.response.start", **head})
            async for chunk in response.aiter_raw():
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            await response.aclose()


def httpx_proxy() -> HttpxProxy:
    return HttpxProxy(import_module("httpx"))


def httpx_aiohttp_proxy() -> HttpxProxy:
    httpx = import_module("httpx")
    transport = import_module("httpx_aiohttp").AiohttpTransport(limits=httpx.Limits(max_connections=None))
    return HttpxProxy(httpx, transport=transport)


def httpx2_proxy() -> HttpxProxy:
    return HttpxProxy(import_module("httpx2"))


class AiohttpProxy:
    def __init__(self) -> None:
        self._session: Any = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        async with await self._answer(scope, receive) as answer:
            head = {"status": answer.status, "headers": passed_on(answer.raw_headers)}
            await send({"type": "http.response.start", **head})
            async for chunk in answer.content.iter_any():
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b""})

    async def _answer(self, scope: Scope, receive: Receive) -> Any:
        aiohttp, yarl = import_module("aiohttp"), import_module("yarl")
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                timeout=aiohttp.ClientTimeout(total=10),
                skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
            )
        return await self._session.request(
            scope["method"],
            yarl.URL(url_of(scope), encoded=True),
            headers=[(name.decode("latin-1"), value.decode("latin-1")) for name, value in passed_on(scope["headers"])],
            data=body_of(receive) if has_body(scope) else None,
            allow_redirects=False,
        )


class OwnProxy:
    """The gateway's own connections, without anything else of the gateway."""

    def __init__(self) -> None:
        self._idle: deque[Connection] = deque()
        host, _, port = UPSTREAM.partition(":")
        self._host, self._port = host, int(port)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        connection = await self._connection()
        async with asyncio.timeout(10):
            await connection.ask(_head(scope), _chunks(receive) if has_body(scope) else b"")
        await send(
            {"type": "http.response.start", "status": connection.status, "headers": passed_on(connection.headers)}
        )
        while not connection.is_read:
            await send({"type": "http.response.body", "body": await connection.read(), "more_body": True})
        await send({"type": "http.response.body", "body": b""})
        if connection.release():
            self._idle.append(connection)

    async def _connection(self) -> Connection:
        while self._idle:
            connection = self._idle.pop()
            if connection.is_open:
                return connection
        loop = asyncio.get_running_loop()
        return (await loop.create_connection(Connection, self._host, self._port))[1]


def _head(scope: Scope) -> bytes:
    framing = [(b"transfer-encoding", b"chunked")] if has_body(scope) else []
    given = [pair for pair in passed_on(scope["headers"]) if pair[0] != b"content-length"]
    lines = b"".join(b"%b: %b\r\n" % pair for pair in (*given, *framing))
    query = b"?" + scope["query_string"] if scope["query_string"] else b""
    return b"%b %b%b HTTP/1.1\r\nhost: service\r\n%b\r\n" % (scope["method"].encode(), scope["raw_path"], query, lines)


async def _chunks(receive: Receive) -> AsyncIterator[bytes]:
    async for part in body_of(receive):
        yield b"%x\r\n%b\r\n" % (len(part), part) if part else b""
    yield b"0\r\n\r\n"
