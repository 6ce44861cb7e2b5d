"""The services' OpenAPI documents, asked of live instances and remembered, as one document."""

import asyncio
import contextlib
from typing import Any

import orjson

from gateway import merging
from gateway.connections import Lost
from gateway.instances import NotSent
from gateway.requests import Request
from gateway.upstreams import Upstream, Upstreams

FRESH_SECONDS = 30.0
ANSWER_SECONDS = 10.0
SIZE_LIMIT = 4 * 1024 * 1024
_ASK = b"GET /api/openapi.json HTTP/1.1\r\nhost: gateway\r\n\r\n"

Document = dict[str, Any]


class Documents:
    def __init__(self, upstreams: Upstreams) -> None:
        self._upstreams = upstreams.by_service
        self._known: dict[str, Document] = {}
        self._asked: dict[str, float] = {}
        self._asking = asyncio.Lock()

    @property
    def missing(self) -> list[str]:
        """Services that have never answered."""
        return [service for service in self._upstreams if service not in self._known]

    async def merged(self, own: Document) -> bytes:
        """One document of `own` and all services'. A service that is away is shown as it was, or named as missing."""
        async with self._asking:
            await asyncio.gather(*(self._refresh(upstream) for upstream in self._upstreams.values()))
        return orjson.dumps(merging.merged(own, self._known, missing=self.missing))

    async def _refresh(self, upstream: Upstream) -> None:
        now = asyncio.get_running_loop().time()
        if upstream.service in self._known and now - self._asked[upstream.service] < FRESH_SECONDS:
            return
        self._asked[upstream.service] = now
        with contextlib.suppress(NotSent, Lost, TimeoutError, ValueError):
            document = orjson.loads(await _fetched(upstream))
            if isinstance(document, dict) and isinstance(document.get("paths"), dict):
                self._known[upstream.service] = document


async def _fetched(upstream: Upstream) -> bytes:
    instance = upstream.pick()
    if instance is None:
        return b""
    until = asyncio.get_running_loop().time() + ANSWER_SECONDS
    connection = await instance.ask(Request(b"GET", _ASK), until)
    try:
        body = bytearray()
        async with asyncio.timeout_at(until):
            while not connection.is_read and len(body) <= SIZE_LIMIT:
                body += await connection.read()
        return bytes(body) if connection.status == 200 else b""
    finally:
        instance.release(connection)
