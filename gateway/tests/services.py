"""A service in the test's own process: it speaks HTTP/1.1 as the test tells it to, nonsense included.

In a process of its own, which can be stopped and killed, it echoes: `python -m gateway.tests.services PORT`.
"""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs

import orjson


@dataclass
class Received:
    method: str
    path: str
    query: dict[str, str]
    headers: list[tuple[str, str]]
    body: bytes
    connection: int

    def header(self, name: str) -> str | None:
        found = [value for key, value in self.headers if key == name]
        assert len(found) <= 1, f"{name} came {len(found)} times"
        return found[0] if found else None


READY = b'{"status":"ready","version":"1+a"}'
NOT_READY = b'{"status":"not ready","reason":"leaving","version":"1+a"}'

Answer = Callable[[Received, asyncio.StreamWriter], Awaitable[None]]
Early = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def http(status: int = 200, body: bytes = b"{}", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} Whatever", f"content-length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


async def echo(received: Received, writer: asyncio.StreamWriter) -> None:
    body = orjson.dumps(
        {
            "method": received.method,
            "path": received.path,
            "headers": received.headers,
            "length": len(received.body),
        }
    )
    writer.write(http(200, body, "content-type: application/json"))


def answering(*answers: bytes) -> Answer:
    """These, one after the other, the last one again and again."""
    left = list(answers)

    async def answer(_received: Received, writer: asyncio.StreamWriter) -> None:
        writer.write(left.pop(0) if len(left) > 1 else left[0])

    return answer


async def hang_up(_received: Received, writer: asyncio.StreamWriter) -> None:
    writer.close()


@dataclass
class Service:
    """`answer` says what a request gets; questions for readiness are answered by `is_ready` and not counted.

    `early` is for who does not wait for the body: it gets the connection after the head, and its last word ends it.
    """

    answer: Answer = echo
    early: Early | None = None
    is_ready: bool = True
    received: list[Received] = field(default_factory=list)
    connections: int = 0
    address: str = ""

    def renew(self) -> None:
        """As it began, under its old address."""
        self.answer, self.early, self.is_ready, self.received = echo, None, True, []

    @contextlib.asynccontextmanager
    async def running(self, port: int = 0) -> AsyncIterator["Service"]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", port)
        host, port = server.sockets[0].getsockname()
        self.address = f"{host}:{port}"
        self._serving: dict[asyncio.Task[None] | None, asyncio.StreamWriter] = {}
        try:
            yield self
        finally:
            server.close()
            for task, writer in self._serving.items():
                writer.transport.abort()
                if task:
                    task.cancel()
            await asyncio.gather(*filter(None, self._serving), return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        number = self.connections
        self._serving[asyncio.current_task()] = writer
        try:
            with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
                while not writer.is_closing():
                    await self._answer_one(reader, writer, number)
        finally:
            writer.close()

    async def _answer_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> None:
        received = await _read_head(reader, number)
        if received.path == "/health/ready":
            writer.write(http(200, READY) if self.is_ready else http(503, NOT_READY))
        elif self.early is not None:
            await self.early(reader, writer)
            writer.close()
        else:
            received.body = await _read_body(reader, dict(received.headers))
            self.received.append(received)
            await self.answer(received, writer)
        await writer.drain()


async def _read_head(reader: asyncio.StreamReader, connection: int) -> Received:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")[:-2]
    method, target, _ = head[0].split(" ")
    headers = [(name, value) for name, _, value in (line.partition(": ") for line in head[1:])]
    path, _, query = target.partition("?")
    fields = {name: values[0] for name, values in parse_qs(query).items()}
    return Received(method, path, fields, headers, b"", connection)


async def _read_body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    if "transfer-encoding" in headers:
        return await _read_chunks(reader)
    return await reader.readexactly(int(headers.get("content-length", 0)))


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    body = bytearray()
    while length := int(await reader.readuntil(b"\r\n"), 16):
        body += await reader.readexactly(length)
        await reader.readexactly(2)
    await reader.readexactly(2)
    return bytes(body)


async def _run_alone(port: int) -> None:
    async with Service().running(port):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_run_alone(int(sys.argv[1])))
