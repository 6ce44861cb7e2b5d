"""Requests as bytes, so that they may be as wrong as a client can make them, and answers as they come back."""

import asyncio
import io
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from typing import cast

PATIENCE_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Answer:
    """Status 0 is none: the connection was closed without a word."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    seconds: float = 0.0


async def ask(port: int, data: bytes) -> Answer:
    """The first answer to these bytes; the client's side stays open until the server closes."""
    started = time.monotonic()
    received = b""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            writer.write(data)
            while (part := await reader.read(65536)) and not _goes_on(received := received + part):
                pass
    except (ConnectionError, TimeoutError):
        pass  # what came until then is judged
    finally:
        writer.close()
    return parsed(received, time.monotonic() - started)


def parsed(data: bytes, seconds: float = 0.0) -> Answer:
    response = HTTPResponse(cast("socket.socket", _Received(data)))
    try:
        response.begin()
        body = b"" if _goes_on(data) else response.read()
    except (HTTPException, OSError, ValueError):
        return Answer(0, {}, data, seconds)
    return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, body, seconds)


def _goes_on(data: bytes) -> bool:
    """Whether it is a stream of events, which has no end of its own: its head is the answer."""
    head, is_whole, _ = data.partition(b"\r\n\r\n")
    return bool(is_whole) and b"content-type: text/event-stream" in head.lower()


@dataclass(frozen=True, slots=True)
class _Received:
    """All that a response asks a socket for."""

    data: bytes

    def makefile(self, *_arguments: object) -> io.BytesIO:
        return io.BytesIO(self.data)
