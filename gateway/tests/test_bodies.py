"""Bodies in both directions: bounded, unchanged, and no faster than the other side can take them."""

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator

import pytest

from gateway.tests.raw import read_reply, sent
from gateway.tests.servers import Gateway
from gateway.tests.services import Received, Service, http
from shared.web.bodies import IMAGE_LIMIT, JSON_LIMIT

EVENTS = "/api/v1/events"
IMAGE = "/api/v1/events/evt_1/image"
PART = bytes(range(256)) * 256


async def parts(size: int) -> AsyncIterator[bytes]:
    for start in range(0, size, len(PART)):
        yield PART[: size - start]


@pytest.mark.parametrize("size", [0, 1, JSON_LIMIT])
async def test_a_body_within_the_limit_arrives_whole(running: Gateway, event: Service, size: int):
    answer = await running.client.post(EVENTS, content=b"x" * size)
    assert answer.status_code == 200
    assert event.received[0].body == b"x" * size


async def test_a_body_over_the_limit_is_refused_and_no_service_is_bothered(running: Gateway, event: Service):
    for content in (b"x" * (JSON_LIMIT + 1), parts(JSON_LIMIT + 1)):
        answer = await running.client.post(EVENTS, content=content)
        assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
    answer = await running.client.post("/api/v1/events", content=PART * 2, headers={"Content-Type": "image/png"})
    assert answer.status_code == 413, "only the image route takes images"
    assert event.received == []


async def test_an_image_is_passed_on_whole_with_and_without_a_length(running: Gateway, event: Service):
    whole = b"".join([part async for part in parts(IMAGE_LIMIT)])
    for content in (whole, parts(IMAGE_LIMIT)):
        answer = await running.client.put(IMAGE, content=content, headers={"Content-Type": "image/png"})
        assert answer.status_code == 200
    assert [hashlib.sha256(each.body).digest() for each in event.received] == [hashlib.sha256(whole).digest()] * 2
    assert event.received[0].header("content-length") == str(IMAGE_LIMIT)
    assert event.received[1].header("transfer-encoding") == "chunked"


async def test_an_image_over_the_limit_is_refused(running: Gateway, event: Service):
    for content in (PART * (IMAGE_LIMIT // len(PART) + 1), parts(IMAGE_LIMIT + 1)):
        answer = await running.client.put(IMAGE, content=content, headers={"Content-Type": "image/png"})
        assert answer.status_code == 413
    assert (await running.client.get(EVENTS)).status_code == 200


async def test_an_image_is_passed_on_while_it_is_still_being_sent(running: Gateway, event: Service):
    """Control of the next test: here the service sees the first bytes before the last ones are sent."""
    arrived = asyncio.Event()

    async def in_two_parts(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(100)
        arrived.set()
        await reader.readexactly(100)
        writer.write(http())

    async def slowly() -> AsyncIterator[bytes]:
        yield b"x" * 100
        await asyncio.wait_for(arrived.wait(), 5)
        yield b"y" * 100

    event.early = in_two_parts
    headers = {"Content-Type": "image/png", "Content-Length": "200"}
    assert (await running.client.put(IMAGE, content=slowly(), headers=headers)).status_code == 200


async def test_a_service_is_not_bothered_with_a_body_that_comes_slowly(running: Gateway, event: Service):
    reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
    writer.write(b"POST /api/v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab")
    await running.client.get(EVENTS)
    assert [each.method for each in event.received] == ["GET"]
    writer.write(b"cd")
    assert (await read_reply(reader)).status == 200
    assert event.received[1].body == b"abcd"
    writer.close()


async def test_a_client_that_leaves_within_its_body_changes_nothing(running: Gateway, event: Service):
    _, writer = await asyncio.open_connection("127.0.0.1", running.port)
    writer.write(b"POST /api/v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab")
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    await running.client.get(EVENTS)
    assert [each.method for each in event.received] == ["GET"]


class Stream:
    """Sends for as long as it may, and says how much that was."""

    def __init__(self, size: int) -> None:
        self.size, self.sent = size, 0
        self.ended = asyncio.Event()

    async def __call__(self, _received: Received, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % self.size)
        try:
            while self.sent < self.size:
                writer.write(PART)
                await writer.drain()
                self.sent += len(PART)
        finally:
            self.ended.set()


async def stands_still(stream: Stream) -> int:
    before = -1
    while before != stream.sent:
        before = stream.sent
        await asyncio.sleep(0.5)
    return before


async def test_a_large_answer_arrives_whole(running: Gateway, event: Service):
    stream = Stream(64 * 1024 * 1024)
    event.answer = stream
    digest, expected = hashlib.sha256(), hashlib.sha256()
    async with running.client.stream("GET", EVENTS) as answer:
        async for part in answer.aiter_raw():
            digest.update(part)
    for _ in range(stream.size // len(PART)):
        expected.update(PART)
    assert digest.digest() == expected.digest()


async def test_a_client_that_does_not_read_makes_the_service_wait_and_costs_no_memory(running: Gateway, event: Service):
    stream = Stream(512 * 1024 * 1024)
    event.answer = stream
    before = _resident(running.process.pid)
    reader, writer = await asyncio.open_connection("127.0.0.1", running.port, limit=65536)
    writer.write(b"GET /api/v1/events HTTP/1.1\r\nHost: x\r\n\r\n")
    await reader.readuntil(b"\r\n\r\n")
    held = await stands_still(stream)
    assert held < 64 * 1024 * 1024, "the gateway went on reading"
    assert _resident(running.process.pid) - before < 32 * 1024 * 1024
    writer.transport.abort()
    async with asyncio.timeout(10):
        await stream.ended.wait()


def _resident(pid: int) -> int:
    with open(f"/proc/{pid}/statm") as file:  # noqa: PTH123  not a file
        return int(file.read().split()[1]) * 4096


async def test_a_stream_reaches_its_reader_part_by_part_and_ends_when_the_reader_leaves(
    running: Gateway, event: Service
):
    ended = asyncio.Event()

    async def events(_received: Received, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n")
        try:
            while True:
                writer.write(b"9\r\ndata: x\n\n\r\n")
                await writer.drain()
                await asyncio.sleep(0.05)
        finally:
            ended.set()

    event.answer = events
    async with running.client.stream("GET", EVENTS) as answer:
        seen = 0
        async for part in answer.aiter_raw():
            seen += part.count(b"data")
            if seen >= 5:
                break
    async with asyncio.timeout(10):
        await ended.wait()


async def test_an_answer_that_breaks_off_breaks_off_for_the_client_too(running: Gateway, event: Service):
    async def half(_received: Received, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n" + PART)
        await writer.drain()
        await asyncio.sleep(0.2)
        writer.close()

    event.answer = half
    reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
    writer.write(b"GET /api/v1/events HTTP/1.1\r\nHost: x\r\n\r\n")
    async with asyncio.timeout(10):
        received = await reader.read(-1)
    assert b"content-length: 1000000" in received
    assert len(received) < 1000000
    assert len(event.received) == 1, "never again after bytes of the answer"
    writer.close()


async def test_a_refusal_before_the_end_of_an_image_reaches_the_client(running: Gateway, event: Service):
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(http(401, b"who"))
        await writer.drain()
        await reader.read()

    event.early = refuse
    headers = b"Host: x\r\nContent-Type: image/png\r\nContent-Length: 1000"
    data = b"PUT /api/v1/events/evt_1/image HTTP/1.1\r\n%b\r\n\r\nabc" % headers
    started = time.monotonic()
    (reply,) = await sent(running.port, data)
    assert (reply.status, reply.body) == (401, b"who")
    assert time.monotonic() - started < 5
