"""A load generator that costs little itself: connections kept open, the bytes of requests written as they are."""

import argparse
import asyncio
import itertools
import json
import re
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

import uvloop

_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)


class Record:
    """What became of the requests until the time is over."""

    def __init__(self, seconds: float) -> None:
        self.ends = time.perf_counter() + seconds
        self.statuses: dict[str, int] = {}
        self.seconds: list[float] = []

    def answered(self, status: str, seconds: float) -> None:
        self.statuses[status] = self.statuses.get(status, 0) + 1
        self.seconds.append(seconds)


class Client(asyncio.Protocol):
    """One connection; sends the next request when the answer to the last one is complete."""

    def __init__(self, requests: Iterator[bytes], record: Record) -> None:
        self._requests, self._record = requests, record
        self._buffer = b""
        self._sent_at = 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._next()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, separator, body = self._buffer.partition(b"\r\n\r\n")
        if not separator:
            return
        length = _LENGTH.search(head)
        if len(body) >= int(length[1]) if length else body.endswith(b"0\r\n\r\n"):
            self._record.answered(head[9:12].decode(), time.perf_counter() - self._sent_at)
            self._buffer = b""
            self._next()

    def connection_lost(self, _exc: Exception | None) -> None:
        if not self.done.done():
            self._record.answered("cut", time.perf_counter() - self._sent_at)
            self.done.set_result(None)

    def _next(self) -> None:
        self._sent_at = time.perf_counter()
        request = next(self._requests, None) if self._sent_at < self._record.ends else None
        if request is not None:
            self._transport.write(request)
        elif not self.done.done():
            self.done.set_result(None)
            self._transport.close()


async def load(host: str, port: int, requests: Iterable[bytes], *, seconds: float, connections: int) -> dict[str, Any]:
    """Asks until `seconds` are over or there are no more requests: how long it took, answers by status, milliseconds."""
    shared = iter(requests)
    record = Record(seconds)
    loop = asyncio.get_running_loop()
    started = time.perf_counter()
    clients = await asyncio.gather(
        *(loop.create_connection(lambda: Client(shared, record), host, port) for _ in range(connections))
    )
    await asyncio.gather(*(client.done for _, client in clients))
    took = time.perf_counter() - started
    times = sorted(record.seconds)
    return {
        "seconds": took,
        "statuses": record.statuses,
        **{f"p{percent}_ms": times[len(times) * percent // 100] * 1e3 for percent in (50, 95, 99)},
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--request", type=Path, required=True, help="a file with the bytes of the request")
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--connections", type=int, default=32)
    given = parser.parse_args()
    requests = itertools.repeat(given.request.read_bytes())
    result = load(given.host, given.port, requests, seconds=given.seconds, connections=given.connections)
    sys.stdout.write(json.dumps(uvloop.run(result)))


if __name__ == "__main__":
    main()
