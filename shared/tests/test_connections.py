"""What a server writes on its connections: whole heads, and none that a header could break."""

import asyncio
import functools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from shared.commands.connections import Connection
from shared.testing.ports import free_port

Headers = list[tuple[bytes, bytes]]
PLAIN: Headers = [(b"content-length", b"2"), (b"x-own", b"caf\xe9")]


@asynccontextmanager
async def _answering(headers: Headers) -> AsyncIterator[int]:
    """The port of a server that answers everything with these headers and two bytes."""

    async def answer(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"ok"})

    connection = functools.partial(Connection, closes=asyncio.Event())
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(answer, port=port, http=connection, lifespan="off", log_config=None, access_log=False)  # type: ignore[arg-type]
    )
    serving = asyncio.create_task(server.serve())
    while not server.started:
        assert not serving.done(), "the server has ended"
        await asyncio.sleep(0.01)
    yield port
    server.should_exit = True
    await serving


async def _answer(port: int, method: str = "GET", version: str = "1.1") -> bytes:
    """All bytes that come back until the server closes the connection, which a second request asks for."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    asked = f"{method} / HTTP/{version}\r\nhost: x\r\n"
    writer.write(f"{asked}\r\n{asked}connection: close\r\n\r\n".encode())
    async with asyncio.timeout(10):
        answered = await reader.read()
    writer.close()
    return answered


async def test_an_answer_has_its_status_headers_and_body():
    async with _answering(PLAIN) as port:
        first, second = (await _answer(port)).split(b"ok")[:2]
    for head in (first, second):
        assert head.startswith(b"HTTP/1.1 200 OK\r\n")
        assert head.endswith(b"\r\n\r\n")
        assert b"\r\ncontent-length: 2\r\nx-own: caf\xe9\r\n" in head
        assert b"\r\ndate: " in head
    assert b"\r\nconnection: close\r\n" in second
    assert b"connection" not in first


async def test_a_body_of_unknown_length_comes_in_chunks():
    async with _answering([]) as port:
        assert b"transfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n" in await _answer(port)


async def test_a_head_that_is_asked_for_has_no_body():
    async with _answering(PLAIN) as port:
        assert b"ok" not in await _answer(port, "HEAD")


@pytest.mark.parametrize("broken", [b"a\r\nset-cookie: b", b"a\nb", b"a\rb", b"a\x00b", b"a\r\n\r\nb"])
@pytest.mark.parametrize("length", [[(b"content-length", b"2")], []], ids=["own", "uvicorn's"])
async def test_a_header_that_would_break_the_head_is_not_sent(broken: bytes, length: Headers):
    async with _answering([*length, (b"x-own", broken)]) as port:
        answered = await _answer(port)
    assert b"x-own" not in answered
    assert b" 200 " not in answered
