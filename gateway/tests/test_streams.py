"""An answer that goes on comes part by part, takes no place from requests, and holds up nobody who leaves."""

import asyncio
import contextlib
import signal
import time
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from gateway.tests.servers import Gateway, gateway
from gateway.tests.services import Received, Service, http
from shared.testing.accounts import Signer
from shared.testing.conditions import until
from shared.testing.redis_server import RedisServer

LIVE = "/api/v1/events/evt_1/analytics/live"
OTHER = "/api/v1/events/evt_1/analytics"
HEAD = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nx-accel-buffering: no\r\ntransfer-encoding: chunked\r\n\r\n"
)


def chunk(text: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(text), text)


class Telling(Service):
    """A service whose answer to `LIVE` goes on until the test ends it; what is put into `words` is told to all."""

    def __init__(self) -> None:
        super().__init__(self._tell)
        self.readers: list[asyncio.StreamWriter] = []

    async def _tell(self, received: Received, writer: asyncio.StreamWriter) -> None:
        if received.path != LIVE:
            writer.write(http())
            return
        writer.write(HEAD + chunk(b"data: 1\n\n"))
        self.readers.append(writer)

    def say(self, text: bytes) -> None:
        for reader in self.readers:
            reader.write(chunk(text))

    def end(self) -> None:
        for reader in self.readers:
            reader.write(b"0\r\n\r\n")


@pytest_asyncio.fixture
async def telling(bounded: Gateway) -> AsyncIterator[Telling]:
    """Behind a gateway that asks it four things at a time."""
    service = Telling()
    async with bounded.serving(event=service):
        yield service


@contextlib.asynccontextmanager
async def watching(running: Gateway) -> AsyncIterator[tuple[httpx.Response, AsyncIterator[bytes]]]:
    async with running.client.stream("GET", LIVE) as answer:
        yield answer, answer.aiter_raw()


async def test_each_part_comes_when_it_is_told(bounded: Gateway, telling: Telling):
    async with watching(bounded) as (answer, parts):
        assert answer.headers["x-accel-buffering"] == "no"
        assert await anext(parts) == b"data: 1\n\n"
        for told in (b"data: 2\n\n", b": still here\n\n"):
            telling.say(told)
            assert await anext(parts) == told
        telling.end()
        assert [part async for part in parts if part] == []


async def test_streams_take_no_place_from_requests(bounded: Gateway, telling: Telling):
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(6):  # more than the service may be asked at a time
            _, parts = await stack.enter_async_context(watching(bounded))
            assert await anext(parts)
        assert (await bounded.client.get(OTHER)).status_code == 200
        (instance,) = (await bounded.instances("event")).values()
        assert instance["running"] == 0


async def test_who_goes_away_is_told_nothing_more(bounded: Gateway, telling: Telling):
    async with watching(bounded) as (_, parts):
        await anext(parts)
    (reader,) = telling.readers

    async def is_closed() -> bool:
        telling.say(b": still here\n\n")
        return reader.transport.is_closing()

    await until(is_closed)


async def test_a_bounded_number_goes_on_and_a_place_comes_back(redis: RedisServer, signer: Signer, folder):
    telling = Telling()
    async with gateway(redis.url, signer, folder, {"GATEWAY_STREAMS": "1"}) as running, running.serving(event=telling):
        async with watching(running) as (_, parts):
            await anext(parts)
            refused = await running.client.get(LIVE)
            assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
            assert refused.headers["retry-after"] == "30"

        async def is_free() -> bool:
            async with watching(running) as (answer, _):
                return answer.status_code == 200

        await until(is_free)


@pytest.mark.timeout(300)
async def test_a_gateway_that_leaves_ends_its_streams_and_does_not_wait_for_them(
    redis: RedisServer, signer: Signer, folder
):
    telling = Telling()
    async with gateway(redis.url, signer, folder, {}) as leaving, leaving.serving(event=telling):
        async with watching(leaving) as (_, parts):
            await anext(parts)
            leaving.process.send_signal(signal.SIGTERM)
            started = time.monotonic()
            assert [part async for part in parts if part] == []
        await asyncio.to_thread(leaving.process.wait, 25)
        assert time.monotonic() - started < 15  # far less than what runs is given


async def test_a_stream_that_stands_still_is_given_up(bounded: Gateway, telling: Telling):
    async with watching(bounded) as (_, parts):
        await anext(parts)
        with pytest.raises(httpx.RemoteProtocolError):
            async for _part in parts:
                pass
