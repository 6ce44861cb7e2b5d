"""One running instance of a service, as the gateway knows it: its connections, its failures, whether it is ready."""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Sequence

import orjson
import structlog

from gateway.breaker import Breaker
from gateway.connections import Connection, Lost
from gateway.requests import Request

log = structlog.get_logger()

CONNECT_SECONDS = 0.5
# An instance that says nothing for so long, not even that it lives, is frozen: nobody goes on waiting for it.
SILENT_SECONDS = 3.0
# Idle connections end long before the other side ends them, so that no request meets the end.
IDLE_SECONDS = 4.0
CHECK_SECONDS = 1.0
MOST_IDLE = 64
FAILURES = frozenset({502, 503, 504})
_ARE_YOU_READY = b"GET /health/ready HTTP/1.1\r\nhost: gateway\r\n\r\n"


class NotSent(Exception):
    """No connection could be made: the instance has seen nothing of the request."""


class Instance:
    def __init__(self, address: str) -> None:
        self.address = address
        host, _, port = address.rpartition(":")
        self._host, self._port = host.strip("[]"), int(port)
        self._idle: deque[Connection] = deque()
        self._waiting: set[asyncio.Timeout] = set()
        self._loop = asyncio.get_running_loop()
        self._heard_at = self._loop.time()
        self._is_gone = False
        self.breaker = Breaker()
        self.running = 0
        # What it says of itself; nothing is known of a new one.
        self.is_ready = True
        self.version: str | None = None
        self.reason: str | None = None
        self.is_silent = False
        self._watching = self._loop.create_task(self._watch(), name=f"watch {address}")

    def is_usable(self, now: float) -> bool:
        return not self.is_silent and self.breaker.allows(now)

    async def ask(self, request: Request, until: float) -> Connection:
        """The connection on which the answer arrives, its head already there; to be given back with `release`.

        Raises NotSent, Lost or TimeoutError (at `until`, the loop's time), and what reading the request's body raises.
        """
        self.breaker.begin(self._loop.time())
        self.running += 1
        try:
            connection = await self._connection(until)
            try:
                await self._await_head(connection, request, until)
            except BaseException:
                connection.close()
                raise
        except (NotSent, Lost, TimeoutError):
            self.breaker.fail(self._loop.time())
            self.running -= 1
            raise
        except BaseException:
            self.running -= 1
            raise
        self._heard_at = self._loop.time()
        if connection.status in FAILURES:
            self.breaker.fail(self._heard_at)
        else:
            self.breaker.succeed(self._heard_at)
        return connection

    def let_go(self) -> None:
        """What it answers goes on and is no work any more; its connection is the caller's to close."""
        self.running -= 1

    def release(self, connection: Connection) -> None:
        self.running -= 1
        if connection.release():
            if self._is_gone or len(self._idle) >= MOST_IDLE:
                connection.close()
            else:
                self._idle.append(connection)

    def forget(self) -> None:
        """It has left: what runs is finished, nothing new is sent."""
        self._is_gone = True
        self._watching.cancel()
        while self._idle:
            self._idle.popleft().close()

    async def _watch(self) -> None:
        while True:
            try:
                await self._check()
            except Exception:
                log.exception("watching_failed", address=self.address)
            latest = self._loop.time() - IDLE_SECONDS
            while self._idle and (self._idle[0].idle_since <= latest or not self._idle[0].is_open):
                self._idle.popleft().close()
            await asyncio.sleep(CHECK_SECONDS)

    async def _check(self) -> None:
        """Asks whether it is ready. One that says nothing at all, to nobody, is frozen."""
        started = self._loop.time()
        try:
            async with asyncio.timeout_at(started + SILENT_SECONDS):
                connection = await self._connection(started + CONNECT_SECONDS)
                self.running += 1
                try:
                    await connection.ask(_ARE_YOU_READY)
                    self._heard_at = self._loop.time()
                    self.is_ready, self.is_silent = connection.status == 200, False
                    self._learn([part async for part in _parts(connection)])
                finally:
                    self.release(connection)
        except (NotSent, Lost):
            self.is_ready = self.is_silent = False
            self.reason = "it cannot be reached"
        except TimeoutError:
            if self._heard_at < started:
                self._give_up()

    def _learn(self, parts: Sequence[bytes]) -> None:
        """What it says beside whether it is ready: which code it runs, and why it is not."""
        try:
            said = orjson.loads(b"".join(parts))
            self.version, self.reason = said.get("version"), said.get("reason")
        except (orjson.JSONDecodeError, AttributeError):
            self.reason = None

    def _give_up(self) -> None:
        if not self.is_silent:
            log.warning("instance_is_silent", address=self.address, waiting=len(self._waiting))
        self.is_silent = True
        self.breaker.trip(self._loop.time())
        for waiting in list(self._waiting):
            with contextlib.suppress(RuntimeError):  # one that has just ended
                waiting.reschedule(self._loop.time())

    async def _connection(self, until: float) -> Connection:
        oldest = self._loop.time() - IDLE_SECONDS
        while self._idle:
            connection = self._idle.pop()
            if connection.is_open and connection.idle_since > oldest:
                return connection
            connection.close()
        try:
            async with asyncio.timeout_at(min(until, self._loop.time() + CONNECT_SECONDS)):
                _, made = await self._loop.create_connection(Connection, self._host, self._port)
        except (OSError, TimeoutError) as error:
            raise NotSent from error
        return made

    async def _await_head(self, connection: Connection, request: Request, until: float) -> None:
        async with asyncio.timeout_at(until) as waiting:
            self._waiting.add(waiting)
            try:
                await connection.ask(request.head, request.body, for_head=request.method == b"HEAD")
            finally:
                self._waiting.discard(waiting)


async def _parts(connection: Connection) -> AsyncIterator[bytes]:
    while part := await connection.read():
        yield part
