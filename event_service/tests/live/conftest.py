"""The application behind a real socket: what is asked in process is answered only when it has ended."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import orjson
import pytest
import pytest_asyncio
import uvicorn
from fastapi import FastAPI

from event_service.live import stream, watching

Watch = Callable[..., contextlib.AbstractAsyncContextManager["Stream"]]


class Stream:
    """What came of a stream so far."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self._lines = answer.aiter_lines()

    async def line(self) -> str | None:
        """The next line that says something; None at the end."""
        async with asyncio.timeout(20):
            async for line in self._lines:
                if line:
                    return line
        return None

    async def figures(self) -> dict[str, Any]:
        """The next figures that were told."""
        while line := await self.line():
            if line.startswith("data: "):
                told: dict[str, Any] = orjson.loads(line.removeprefix("data: "))
                return told
        raise AssertionError("the stream has ended")

    async def until_it_ends(self) -> list[str]:
        lines = []
        while line := await self.line():
            lines.append(line)
        return lines


@pytest_asyncio.fixture(scope="session")
async def address(app: FastAPI) -> AsyncIterator[str]:
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None))
    serving = asyncio.create_task(server.serve([listening]))
    host, port = listening.getsockname()
    yield f"http://{host}:{port}"
    server.should_exit = True
    await serving


@pytest.fixture
def watch(address: str) -> Watch:
    """`async with watch(event, person) as stream`: the person watches the event."""

    @contextlib.asynccontextmanager
    async def watching_it(event: dict[str, Any], person: httpx.Auth) -> AsyncIterator[Stream]:
        path = f"/api/v1/events/{event['id']}/analytics/live"
        async with (
            httpx.AsyncClient(base_url=address, trust_env=False) as client,
            client.stream("GET", path, auth=person) as answer,
        ):
            yield Stream(answer)

    return watching_it


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beats and looks come many times a second."""
    monkeypatch.setattr(stream, "BEAT_SECONDS", 0.1)
    monkeypatch.setattr(watching, "LOOK_SECONDS", 0.05)
