"""A load generator that costs little itself: connections kept open, the bytes of requests written as they are."""

import argparse
import asyncio
import itertools
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import uvloop

_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
_IS_LAST = re.compile(rb"\r\nconnection: close", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


# What one client does: it asks with the bytes of a request, or waits so many seconds, and is sent each answer.
Life = Generator[bytes | float, Answer, None]


def once(request: bytes) -> Life:
    yield request


@dataclass
class Record:
    """What became of the requests, and of the lives that came to their end."""

    ends: float
    statuses: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    lives: list[float] = field(default_factory=list)

    def answered(self, status: str, seconds: float) -> None:
        self.statuses[status] += 1
        self.seconds.append(seconds)


class Client(asyncio.Protocol):
    """One connection, on which one life follows another; one that has begun when the time is over is lived to its end.

    A server that says goodbye with an answer, as nginx does after 1,000, is connected to again.
    """

    def __init__(self, address: tuple[str, int], lives: Iterator[Life], record: Record) -> None:
        self._address, self._lives, self._record = address, lives, record
        self._buffer = b""
        self._is_over = False
        self._connecting: asyncio.Task[None] | None = None
        self._sent_at = self._began_at = 0.0
        self._life: Life | None = None
        self._wanted = b""
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        if self._is_over:
            self._is_over = False
            self._write(self._wanted)
        else:
            self._begin()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, separator, body = self._buffer.partition(b"\r\n\r\n")
        if not separator:
            return
        length = _LENGTH.search(head)
        if len(body) >= int(length[1]) if length else body.endswith(b"0\r\n\r\n"):
            self._record.answered(head[9:12].decode(), time.perf_counter() - self._sent_at)
            self._buffer = b""
            self._is_over = _IS_LAST.search(head) is not None
            self._go_on(Answer(int(head[9:12]), body))

    def connection_lost(self, _exc: Exception | None) -> None:
        if not self.done.done() and not self._is_over:
            self._record.answered("cut", time.perf_counter() - self._sent_at)
            self.done.set_result(None)

    def _begin(self) -> None:
        self._began_at = time.perf_counter()
        self._life = next(self._lives, None) if self._began_at < self._record.ends else None
        if self._life is not None:
            self._do(next(self._life))
        elif not self.done.done():
            self.done.set_result(None)
            self._transport.close()

    def _go_on(self, answer: Answer | None) -> None:
        assert self._life is not None, "an answer belongs to a life"
        try:
            wanted = self._life.send(cast("Answer", answer))
        except StopIteration:
            self._record.lives.append(time.perf_counter() - self._began_at)
            self._begin()
        else:
            self._do(wanted)

    def _do(self, wanted: bytes | float) -> None:
        if not isinstance(wanted, bytes):
            asyncio.get_running_loop().call_later(wanted, self._go_on, None)
        elif self._is_over:
            self._wanted = wanted
            self._connecting = asyncio.create_task(self._connect_again())
        else:
            self._write(wanted)

    async def _connect_again(self) -> None:
        self._transport.close()
        try:
            await asyncio.get_running_loop().create_connection(lambda: self, *self._address)
        except OSError as error:
            self._is_over = False
            self.connection_lost(error)

    def _write(self, request: bytes) -> None:
        self._sent_at = time.perf_counter()
        self._transport.write(request)


async def load(host: str, port: int, lives: Iterable[Life], *, seconds: float, connections: int) -> dict[str, Any]:
    """Begins lives until `seconds` are over or there are no more: how long it took, answers by status, milliseconds."""
    shared = iter(lives)
    started = time.perf_counter()
    record = Record(started + seconds)
    loop = asyncio.get_running_loop()
    clients = await asyncio.gather(
        *(loop.create_connection(lambda: Client((host, port), shared, record), host, port) for _ in range(connections))
    )
    await asyncio.gather(*(client.done for _, client in clients))
    return {
        "seconds": time.perf_counter() - started,
        "statuses": dict(record.statuses),
        "lives": len(record.lives),
        **percentiles(record.seconds),
        "life": percentiles(record.lives) if record.lives else {},
    }


def percentiles(seconds: list[float]) -> dict[str, float]:
    """In milliseconds."""
    ordered = sorted(seconds)
    return {f"p{percent}_ms": ordered[len(ordered) * percent // 100] * 1e3 for percent in (50, 95, 99)}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--request", type=Path, required=True, help="a file with the bytes of the request")
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--connections", type=int, default=32)
    given = parser.parse_args()
    request = given.request.read_bytes()
    lives = (once(request) for _ in itertools.count())
    result = load(given.host, given.port, lives, seconds=given.seconds, connections=given.connections)
    sys.stdout.write(json.dumps(uvloop.run(result)))


if __name__ == "__main__":
    main()
