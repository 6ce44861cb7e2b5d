"""The service as operators run it: an instance and a Celery worker, each a process of its own."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import orjson

from shared.testing.ports import free_port
from ticket_service.tests.waiting import until


@dataclass
class Processes:
    """Starts and ends them; what they say goes to a file each."""

    environment: dict[str, str]
    logs: Path
    port: int = field(default_factory=free_port)
    _running: dict[str, asyncio.subprocess.Process] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start_service(self, *, fail_at: str = "") -> None:
        command = ("-m", "shared.commands.serve", "ticket_service", "--port", str(self.port))
        await self._start("service", command, fail_at)
        async with httpx.AsyncClient(base_url=self.address) as client:
            await until(lambda: _is_ready(client))

    async def start_worker(self, *, fail_at: str = "") -> None:
        schedule = self.logs / "schedule"
        command = (
            "-m",
            "celery",
            "-A",
            "ticket_service.worker",
            "worker",
            "--beat",
            "-s",
            str(schedule),
            "-Q",
            "ticket",
        )
        await self._start("worker", (*command, "--concurrency", "1", "--loglevel", "WARNING"), fail_at)

    async def killed(self, name: str) -> bool:
        """Waits until the process has died of its failpoint."""
        status = await self._running.pop(name).wait()
        return status == -signal.SIGKILL

    async def stop(self) -> None:
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            await process.wait()
        self._running.clear()

    async def _start(self, name: str, command: tuple[str, ...], fail_at: str) -> None:
        failing = {"TICKETS_TEST_FAILPOINTS": "1", "FAIL_AT": fail_at} if fail_at else {}
        with (self.logs / f"{name}.log").open("ab") as log:
            self._running[name] = await asyncio.create_subprocess_exec(
                sys.executable, *command, env={**os.environ, **self.environment, **failing}, stdout=log, stderr=log
            )


async def _is_ready(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/health/ready")).status_code == 200
    except httpx.HTTPError:
        return False


@contextlib.asynccontextmanager
async def key_server(jwks: dict[str, object]) -> AsyncIterator[str]:
    """Shows the keys of access tokens where the auth service would; its host and port."""
    body = orjson.dumps(jwks)
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()
        yield f"{host}:{port}"
