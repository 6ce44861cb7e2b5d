"""What an instance may say, and what it may not: the connection understands the first and gives up at the second."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from gateway.connections import ANSWER_HEAD_LIMIT, BUFFERED_LIMIT, Connection, Lost
from gateway.tests.services import Received, Service, answering, hang_up, http

READ_AT_ONCE = 256 * 1024  # by asyncio's own loop
GET = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n"


@contextlib.asynccontextmanager
async def connected(service: Service) -> AsyncIterator[Connection]:
    async with service.running():
        host, _, port = service.address.partition(":")
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(Connection, host, int(port))
        try:
            async with asyncio.timeout(20):
                yield connection
        finally:
            connection.close()


async def body_of(connection: Connection) -> bytes:
    body = bytearray()
    while not connection.is_read:
        body += await connection.read()
    return bytes(body)


CHUNKED = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nx-trailer: 1\r\n\r\n"


@pytest.mark.parametrize(
    ("answer", "status", "body", "is_used_again"),
    [
        (http(200, b"abc"), 200, b"abc", True),
        (http(404, b""), 404, b"", True),
        (CHUNKED, 200, b"abcde", True),
        (b"HTTP/1.1 204 No Content\r\n\r\n", 204, b"", True),
        (b"HTTP/1.1 304 Not Modified\r\ncontent-length: 10\r\n\r\n", 304, b"", True),
        (b"HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n" + http(200, b"abc"), 200, b"abc", True),
        (http(200, b"abc", "connection: close"), 200, b"abc", False),
        (b"HTTP/1.0 200 OK\r\ncontent-length: 3\r\n\r\nabc", 200, b"abc", False),
    ],
)
async def test_an_answer_is_understood(answer: bytes, status: int, body: bytes, is_used_again: bool):
    async with connected(Service(answering(answer))) as connection:
        await connection.ask(GET)
        assert (connection.status, await body_of(connection)) == (status, body)
        assert all(name not in {b"link", b"x-trailer"} for name, _ in connection.headers)
        assert connection.release() is is_used_again


async def test_an_answer_that_comes_byte_by_byte_is_understood():
    async def slowly(_received: Received, writer: asyncio.StreamWriter) -> None:
        for byte in CHUNKED:
            writer.write(bytes([byte]))
            await writer.drain()

    async with connected(Service(slowly)) as connection:
        await connection.ask(GET)
        assert await body_of(connection) == b"abcde"


async def test_an_answer_without_a_length_ends_with_the_connection():
    async def until_the_end(_received: Received, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\nabc")
        writer.close()

    async with connected(Service(until_the_end)) as connection:
        await connection.ask(GET)
        assert await body_of(connection) == b"abc"
        assert not connection.release()


async def test_the_answer_to_head_has_no_body_and_the_connection_is_used_again():
    answers = answering(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n", http(200, b"next"))
    async with connected(Service(answers)) as connection:
        await connection.ask(b"HEAD / HTTP/1.1\r\nhost: x\r\n\r\n", for_head=True)
        assert (connection.headers, await body_of(connection)) == ([(b"content-length", b"1000")], b"")
        assert connection.release()
        await connection.ask(GET)
        assert await body_of(connection) == b"next"


@pytest.mark.parametrize(
    "answer",
    [
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabcd",
        b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nx: a\nb\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nx: " + b"a" * ANSWER_HEAD_LIMIT + b"\r\n\r\n",
    ],
)
async def test_what_is_not_an_answer_ends_the_connection(answer: bytes):
    async with connected(Service(answering(answer))) as connection:
        with pytest.raises(Lost):
            await connection.ask(GET)
        assert not connection.release()


async def test_a_connection_that_ends_before_the_answer_is_lost():
    async with connected(Service(hang_up)) as connection:
        with pytest.raises(Lost):
            await connection.ask(GET)


async def test_a_connection_that_ends_within_the_body_is_lost():
    async def half(_received: Received, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc")
        writer.close()

    async with connected(Service(half)) as connection:
        await connection.ask(GET)
        with pytest.raises(Lost):
            await body_of(connection)


async def test_after_a_second_answer_that_nobody_asked_for_the_connection_is_not_used_again():
    async with connected(Service(answering(http(200, b"mine") + http(200, b"another's")))) as connection:
        await connection.ask(GET)
        assert await body_of(connection) == b"mine"
        assert not connection.release()


async def test_words_on_an_idle_connection_end_it():
    spoken = asyncio.Event()

    async def later(_received: Received, writer: asyncio.StreamWriter) -> None:
        writer.write(http(200, b"mine"))
        await writer.drain()
        await spoken.wait()
        writer.write(http(200, b"another's"))

    async with connected(Service(later)) as connection:
        await connection.ask(GET)
        assert await body_of(connection) == b"mine"
        assert connection.release()
        spoken.set()
        while connection.is_open:  # noqa: ASYNC110  what is waited for comes over the network
            await asyncio.sleep(0)


async def test_an_instance_waits_for_a_reader_that_does_not_read():
    part, sent = b"x" * 65536, 0

    async def much(_received: Received, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % (1024 * len(part)))
        for _ in range(1024):
            writer.write(part)
            await writer.drain()
            sent += len(part)

    async with connected(Service(much)) as connection:
        await connection.ask(GET)
        before = -1
        while sent != before:
            before = sent
            await asyncio.sleep(0.2)
        assert sent < 16 * 1024 * 1024, "it went on sending"
        assert connection._buffered < BUFFERED_LIMIT + READ_AT_ONCE
        assert len(await body_of(connection)) == 1024 * len(part)


async def chunks(count: int) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield b"400\r\n" + b"x" * 1024 + b"\r\n"
    yield b"0\r\n\r\n"


async def test_a_body_is_sent_as_it_comes():
    service = Service(answering(http(200, b"ok")))
    async with connected(service) as connection:
        await connection.ask(POST, chunks(100))
        assert await body_of(connection) == b"ok"
        assert len(service.received[0].body) == 100 * 1024
        assert connection.release()


async def test_an_answer_before_the_end_of_the_body_counts_and_the_connection_does_not():
    async def endless() -> AsyncIterator[bytes]:
        yield b"3\r\nabc\r\n"
        await asyncio.Event().wait()

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(http(413, b"too large"))
        writer.close()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    loop = asyncio.get_running_loop()
    _, connection = await loop.create_connection(Connection, *server.sockets[0].getsockname())
    await connection.ask(POST, endless())
    assert (connection.status, await body_of(connection)) == (413, b"too large")
    assert not connection.release()
    server.close()


async def test_what_reading_the_body_raises_reaches_whoever_waits():
    async def broken() -> AsyncIterator[bytes]:
        yield b"3\r\nabc\r\n"
        raise LookupError

    async with connected(Service()) as connection:
        with pytest.raises(LookupError):
            await connection.ask(POST, broken())
