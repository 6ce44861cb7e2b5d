"""A Redis in a process of its own, which a test may stop, continue and kill."""

import asyncio
import contextlib
import os
import subprocess
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from deploy.native import binaries
from shared.testing.conditions import until
from shared.testing.ports import free_port

HOST = "127.0.0.1"


@dataclass
class RedisServer:
    """A Redis of its own, without a memory: a killed one comes back empty."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://{HOST}:{self.port}/0"

    async def start(self) -> None:
        self._launch()
        await until(lambda: listens(self.port), seconds=30)

    def _launch(self) -> None:
        binary = str(binaries.find(binaries.VALKEY, os.environ).path)
        options = [
            "--port",
            str(self.port),
            "--bind",
            HOST,
            "--save",
            "",
            "--appendonly",
            "no",
            "--dir",
            str(self.folder),
        ]
        self.process = subprocess.Popen([binary, *options], stdout=subprocess.DEVNULL)

    def signal(self, number: int) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()


async def listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(HOST, port)
    except OSError:
        return False
    writer.close()
    return True


@contextlib.asynccontextmanager
async def redis_server(folder: Path) -> AsyncIterator[RedisServer]:
    server = RedisServer(folder, free_port())
    await server.start()
    try:
        yield server
    finally:
        server.kill()
