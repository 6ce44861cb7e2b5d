"""SIGTERM under load: what was begun is finished, and nobody's connection is cut."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from gateway.tests.raw import read_reply
from gateway.tests.servers import Gateway, gateway
from gateway.tests.services import Received, Service, http
from shared.testing.accounts import Signer
from shared.testing.conditions import until
from shared.testing.ports import free_port
from shared.testing.redis_server import HOST, RedisServer

pytestmark = pytest.mark.timeout(300)  # each test starts processes of its own

REQUEST = b"POST /api/v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


@dataclass
class Load:
    """Clients that send one request after the other, on connections that they keep for as long as they may.

    A refused connection is no harm: nothing was sent. A connection that ends after a request was sent is a cut.
    """

    port: int
    answered: list[int] = field(default_factory=list)
    refused: int = 0
    cut: int = 0
    stops: asyncio.Event | None = None

    async def run(self) -> None:
        """Until the gateway is gone, or `stops` is set."""
        while not self._has_stopped():
            try:
                reader, writer = await asyncio.open_connection(HOST, self.port)
            except OSError:
                self.refused += 1
                return
            try:
                await self._ask_on(reader, writer)
            finally:
                writer.close()

    def _has_stopped(self) -> bool:
        return self.stops is not None and self.stops.is_set()

    async def _ask_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while not self._has_stopped():
            try:
                writer.write(REQUEST)
                reply = await read_reply(reader, 20)
            except (asyncio.IncompleteReadError, ConnectionError):
                self.cut += 1
                return
            self.answered.append(reply.status)
            if reply.headers.get("connection") == "close":
                return


async def slowly(_received: Received, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(0.05)
    writer.write(http())


async def under_load(running: Gateway, number: int) -> Load:
    async with running.serving(event=Service(slowly)):
        load = Load(running.port)
        clients = [asyncio.create_task(load.run()) for _ in range(20)]
        await until(lambda: _answered(load, 100))
        running.process.send_signal(number)
        await asyncio.gather(*clients)
    return load


async def _answered(load: Load, count: int) -> bool:
    return len(load.answered) >= count


async def test_sigterm_under_load_cuts_nothing(redis: RedisServer, signer: Signer, folder: Path):
    async with gateway(redis.url, signer, folder, {}) as leaving:
        load = await under_load(leaving, signal.SIGTERM)
        started = time.monotonic()
        await asyncio.to_thread(leaving.process.wait, 25)
        assert load.cut == 0
        assert set(load.answered) == {200}
        assert load.refused == 20
        assert time.monotonic() - started < 20


async def test_control_a_killed_gateway_cuts_connections(redis: RedisServer, signer: Signer, folder: Path):
    async with gateway(redis.url, signer, folder, {}) as killed:
        load = await under_load(killed, signal.SIGKILL)
        assert load.cut > 0


async def test_a_leaving_gateway_says_so_before_it_stops_listening(redis: RedisServer, signer: Signer, folder: Path):
    async with gateway(redis.url, signer, folder, {}) as leaving:
        assert (await leaving.client.get("/health/ready")).status_code == 200
        leaving.process.send_signal(signal.SIGTERM)

        async def says_so() -> bool:
            return (await leaving.client.get("/health/ready")).status_code == 503

        await until(says_so)
        assert (await leaving.client.get("/health/live")).status_code == 200
        await asyncio.to_thread(leaving.process.wait, 25)


async def test_a_request_that_takes_longer_than_leaving_is_finished(redis: RedisServer, signer: Signer, folder: Path):
    async def takes_seconds(_received: Received, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(6)
        writer.write(http(200, b"done"))

    service = Service(takes_seconds)
    async with gateway(redis.url, signer, folder, {}) as leaving, leaving.serving(event=service):
        asked = asyncio.create_task(leaving.client.get("/api/v1/events"))
        await until(lambda: _received(service))
        leaving.process.send_signal(signal.SIGTERM)
        answer = await asked
        assert (answer.status_code, answer.text) == (200, "done")
        await asyncio.to_thread(leaving.process.wait, 25)


async def _received(service: Service) -> bool:
    return bool(service.received)


@contextlib.asynccontextmanager
async def instance(redis: RedisServer) -> AsyncIterator[tuple[str, subprocess.Popen[bytes]]]:
    """Of a service as they are in life."""
    port = free_port()
    command = [sys.executable, "-m", "shared.commands.serve", "gateway.tests.toy", "--port", str(port)]
    process = await asyncio.to_thread(
        subprocess.Popen, command, env={**os.environ, "REDIS_URL": redis.url}, stdout=subprocess.DEVNULL
    )
    try:
        yield f"{HOST}:{port}", process
    finally:
        process.kill()
        process.wait()


async def test_instances_of_a_service_are_replaced_under_load_without_one_error(running: Gateway, redis: RedisServer):
    async with contextlib.AsyncExitStack() as stack:
        old = [await stack.enter_async_context(instance(redis)) for _ in range(2)]
        await running.sees("event", *(address for address, _ in old))
        load = Load(running.port, stops=asyncio.Event())
        clients = [asyncio.create_task(load.run()) for _ in range(20)]
        await until(lambda: _answered(load, 100))
        new = await stack.enter_async_context(instance(redis))
        await running.sees("event", new[0], *(address for address, _ in old))
        for address, process in old:
            process.send_signal(signal.SIGTERM)
            await asyncio.to_thread(process.wait, 25)
            assert address not in await running.instances("event")
        assert load.stops is not None
        load.stops.set()
        await asyncio.gather(*clients)
    assert set(load.answered) == {200}
    assert (load.cut, load.refused) == (0, 0)


async def test_a_connection_stays_open_longer_than_clients_keep_an_idle_one(running: Gateway):
    """Or a client's next request would meet its end now and then."""
    kept = httpx.Limits().keepalive_expiry
    assert kept is not None
    reader, writer = await asyncio.open_connection(HOST, running.port)
    with contextlib.closing(writer):
        for _ in range(2):
            writer.write(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
            assert (await read_reply(reader)).status == 200
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(kept + 1):
                    raise AssertionError(f"it was closed: {await reader.read()!r}")
