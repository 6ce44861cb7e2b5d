"""HTTP/1.1 to an instance: bytes out, httptools' parser in; one request at a time on a connection that is used again.

Why not a client library: `docs/decisions/0002-gateway-proxy.md`.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import cast

import httptools

Headers = list[tuple[bytes, bytes]]

ANSWER_HEAD_LIMIT = 64 * 1024
# So much of an answer is kept for a client that reads slowly; then the instance has to wait.
BUFFERED_LIMIT = 128 * 1024
WITHOUT_BODY = frozenset({204, 304})


class Lost(Exception):
    """The connection ended, or spoke nonsense, before the answer was complete."""


class Connection(asyncio.Protocol):
    """`ask` returns when the head of the answer is there (`status`, `headers`); `read` gives its body part by part."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._parser = httptools.HttpResponseParser(self)
        self._waiter: asyncio.Future[None] | None = None
        self._sending: asyncio.Task[None] | None = None
        self._can_write = asyncio.Event()
        self._can_write.set()
        self._failure: Exception | None = None
        self._parts: deque[bytes] = deque()
        self._is_idle = True
        self.idle_since = 0.0
        self._clear(for_head=False)

    def _clear(self, *, for_head: bool) -> None:
        """Nothing has arrived yet."""
        self.status = 0
        self.headers: Headers = []
        self.is_complete = False
        self._for_head = for_head
        self._has_head = False
        self._is_interim = False
        self._is_sent = True
        self._is_paused = False
        self._stays_open = True
        self._ends_with_connection = False
        self._head_bytes = 0
        self._buffered = 0

    async def ask(self, head: bytes, body: bytes | AsyncIterator[bytes] = b"", *, for_head: bool = False) -> None:
        """Sends the request and waits for the head of its answer.

        Raises Lost when the connection fails, and what `body` raises. A caller that stops waiting closes the connection.
        """
        assert self._is_idle, "one request at a time"
        self._is_idle = False
        self._clear(for_head=for_head)
        if isinstance(body, bytes):
            self._transport.write(head + body)
        else:
            self._transport.write(head)
            self._is_sent = False
            self._sending = self._loop.create_task(self._send(body))
        while not self._has_head:
            await self._wait()
        if self._sending is not None:
            self._sending.cancel()
            self._sending = None

    async def read(self) -> bytes:
        """The next bytes of the body, or none at its end. Raises Lost when it ends too early."""
        while not self._parts and not self.is_complete:
            await self._wait()
        if len(self._parts) == 1:
            part = self._parts.popleft()
        else:
            part = b"".join(self._parts)
            self._parts.clear()
        if self._is_paused:
            self._is_paused = False
            self._transport.resume_reading()
        self._buffered = 0
        return part

    @property
    def is_read(self) -> bool:
        """Whether the whole body has been taken."""
        return self.is_complete and not self._parts

    @property
    def is_open(self) -> bool:
        """Whether the connection can take a request now."""
        return self._is_idle and self._failure is None and not self._transport.is_closing()

    def release(self) -> bool:
        """Ends the exchange. Whether the connection can be used again; otherwise it is closed."""
        if self.is_read and self._is_sent and self._stays_open and self._failure is None:
            self._is_idle = True
            self.idle_since = self._loop.time()
            return True
        self.close()
        return False

    def cut_short(self) -> None:
        """What has arrived of the answer is all of it."""
        self._complete(stays_open=False)

    def close(self) -> None:
        self._fail(Lost("closed"))

    async def _wait(self) -> None:
        if self._failure is not None:
            raise self._failure
        self._waiter = self._loop.create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def _fail(self, failure: Exception) -> None:
        if self._failure is None:
            self._failure = failure
        if self._sending is not None:
            self._sending.cancel()
        self._can_write.set()
        self._transport.abort()
        self._wake()

    async def _send(self, body: AsyncIterator[bytes]) -> None:
        try:
            async for part in body:
                await self._can_write.wait()
                self._transport.write(part)
            self._is_sent = True
        except Exception as error:  # noqa: BLE001  whoever waits for the answer gets to know why there is none
            self._sending = None
            self._fail(error)

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one without saying so

    def connection_lost(self, _exc: Exception | None) -> None:
        if not self._is_idle and self._has_head and self._ends_with_connection and self._failure is None:
            self._complete(stays_open=False)
        self._fail(Lost("the instance closed the connection"))

    def pause_writing(self) -> None:
        self._can_write.clear()

    def resume_writing(self) -> None:
        self._can_write.set()

    def data_received(self, data: bytes) -> None:
        if self._is_idle or self.is_complete:
            self._fail(Lost("the instance spoke without being asked"))
            return
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self._fail(Lost(f"the answer is not HTTP: {error}"))

    # What the parser calls.

    def on_message_begin(self) -> None:
        if self.is_complete:
            raise Lost("a second answer")

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._has_head:
            return  # a trailer
        self._head_bytes += len(name) + len(value)
        if self._head_bytes > ANSWER_HEAD_LIMIT:
            raise Lost("the head of the answer is too large")
        self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        status = self._parser.get_status_code()
        if status < 200:
            if status == 101:
                raise Lost("nobody asked for another protocol")
            self._is_interim = True
            return
        self.status = status
        self._has_head = True
        names = {name for name, _ in self.headers}
        has_length = b"content-length" in names or b"transfer-encoding" in names
        if self._for_head:
            self._complete(stays_open=has_length and self._parser.should_keep_alive())
            self._parser = httptools.HttpResponseParser(self)  # the old one waits for a body that does not come
        else:
            self._ends_with_connection = not has_length and status not in WITHOUT_BODY
        self._wake()

    def on_body(self, part: bytes) -> None:
        self._parts.append(part)
        self._buffered += len(part)
        if self._buffered > BUFFERED_LIMIT and not self._is_paused:
            self._is_paused = True
            self._transport.pause_reading()
        self._wake()

    def on_message_complete(self) -> None:
        if self._is_interim:
            self._is_interim = False
            self.headers.clear()
        elif not self.is_complete:
            self._complete(stays_open=self._parser.should_keep_alive())

    def _complete(self, *, stays_open: bool) -> None:
        self.is_complete = True
        self._stays_open = stays_open
        self._wake()
