"""Passes a request on to an instance of its service and the answer back, streaming, and asks again where that is safe."""

import asyncio
import random
import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from starlette.types import Receive, Scope, Send

from gateway import headers, metrics, requests
from gateway.bulkhead import Full
from gateway.callers import Client
from gateway.connections import Connection, Lost
from gateway.instances import FAILURES, Instance, NotSent
from gateway.requests import Request
from gateway.routes import Route
from gateway.streams import Streams
from gateway.upstreams import Upstream, Upstreams
from shared.web.problems import Refused

log = structlog.get_logger()

# How long a stream may stand still, in either direction; the load balancer waits for 14 s.
STILL_SECONDS = 13.0
PAUSE_SECONDS = (0.05, 0.15)
# Not worth beginning again with less time than this.
LEAST_SECONDS = 0.25


class Proxy:
    def __init__(self, upstreams: Upstreams, streams: Streams) -> None:
        self._upstreams = upstreams.by_service
        self._streams = streams
        self._loop = asyncio.get_running_loop()

    async def __call__(
        self, scope: Scope, receive: Receive, send: Send, *, given: Mapping[bytes, bytes], route: Route, client: Client
    ) -> None:
        """Raises Refused as long as no part of the answer has been sent."""
        upstream = self._upstreams[route.service]
        until = self._loop.time() + route.seconds
        request = await requests.made(scope, given, receive, route=route, client=client)
        if route.is_stream:
            await self._follow(upstream, request, route, until, receive, send)
            return
        await _enter(upstream, route, until)
        try:
            instance, connection = await self._ask(upstream, request, route, until)
            try:
                await _pass_on(connection, receive, send)
            finally:
                instance.release(connection)
        finally:
            upstream.bulkhead.leave()

    async def _follow(
        self, upstream: Upstream, request: Request, route: Route, until: float, receive: Receive, send: Send
    ) -> None:
        """Once it has begun, a stream takes no place from requests: they are many, last for minutes and do nothing."""
        with self._streams.place():
            await _enter(upstream, route, until)
            try:
                instance, connection = await self._ask(upstream, request, route, until)
            finally:
                upstream.bulkhead.leave()
            instance.let_go()
            try:
                await _pass_on(connection, receive, send, leaving=self._streams.leaving)
            finally:
                connection.close()

    async def _ask(
        self, upstream: Upstream, request: Request, route: Route, until: float
    ) -> tuple[Instance, Connection]:
        """An answer with its head: the first one, or the second where a request may be sent twice."""
        upstream.earn_retry()
        attempt = await _try(upstream.pick(), request, route, until)
        if not attempt.deserves_another(request):
            return attempt.instance, attempt.result(route)
        other = upstream.pick([attempt.instance.address])
        if other is None or attempt.was_seen:
            if not self._may_repeat(upstream, attempt, until, is_alone=other is None):
                return attempt.instance, attempt.result(route)
            attempt.give_back()
            await asyncio.sleep(random.uniform(*PAUSE_SECONDS))  # noqa: S311  spreads retries, not a secret
            other = upstream.pick([attempt.instance.address]) or upstream.pick()
        attempt = await _try(other, request, route, until)
        return attempt.instance, attempt.result(route)

    def _may_repeat(self, upstream: Upstream, attempt: "Attempt", until: float, *, is_alone: bool) -> bool:
        """Whether there is time for it and a retry left. Who has answered and is alone is not asked again."""
        is_late = self._loop.time() + LEAST_SECONDS > until
        return not is_late and not (is_alone and attempt.answer is not None) and upstream.spend_retry()


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of sending a request once: an answer or a failure."""

    instance: Instance
    answer: Connection | None = None
    failure: Exception | None = None

    @property
    def was_seen(self) -> bool:
        """Whether the instance may have got the request. If not, the next one is no retry."""
        return not isinstance(self.failure, NotSent)

    def deserves_another(self, request: Request) -> bool:
        if self.answer is not None:
            return request.is_repeatable and self.answer.status in FAILURES
        return request.is_repeatable or not self.was_seen

    def give_back(self) -> None:
        if self.answer is not None:
            self.instance.release(self.answer)

    def result(self, route: Route) -> Connection:
        """The answer. Raises Refused when there is none."""
        if self.answer is not None:
            return self.answer
        if not self.was_seen:
            raise _unavailable(route, "is not there", retry_after=1)
        if isinstance(self.failure, TimeoutError):
            raise _unknown(504, "gateway_timeout", f"The {route.service} service took too long")
        raise _unknown(502, "bad_gateway", f"The {route.service} service broke off")


async def _enter(upstream: Upstream, route: Route, until: float) -> None:
    """Takes a place among the requests to the service."""
    try:
        await upstream.bulkhead.enter(until)
    except Full:
        raise _unavailable(route, "has too much to do", retry_after=1) from None


async def _try(instance: Instance | None, request: Request, route: Route, until: float) -> Attempt:
    """Raises Refused when there is nobody to ask."""
    if instance is None:
        raise _unavailable(route, "is not there", retry_after=2)
    started = time.perf_counter()
    try:
        timed = request.with_time_left(until - asyncio.get_running_loop().time())
        attempt = Attempt(instance, answer=await instance.ask(timed, until))
        outcome = f"{attempt.answer.status // 100}xx" if attempt.answer else ""
    except (NotSent, Lost, TimeoutError) as error:
        attempt = Attempt(instance, failure=error)
        outcome = type(error).__name__
        log.warning("instance_failed", service_asked=route.service, address=instance.address, reason=outcome)
    metrics.upstream_seconds(route.service, route.path, outcome).observe(time.perf_counter() - started)
    return attempt


def _unavailable(route: Route, why: str, *, retry_after: int) -> Refused:
    return Refused(503, "unavailable", f"The {route.service} service {why}; try again.", retry_after=retry_after)


def _unknown(status: int, code: str, what: str) -> Refused:
    return Refused(status, code, f"{what}; what was asked may or may not have happened.", retry_after=1)


async def _pass_on(connection: Connection, receive: Receive, send: Send, leaving: asyncio.Event | None = None) -> None:
    given = headers.to_client(connection.headers)
    await send({"type": "http.response.start", "status": connection.status, "headers": given})
    if connection.is_complete:
        await send({"type": "http.response.body", "body": await connection.read()})
    else:
        await _stream(connection, receive, send, leaving)


async def _stream(connection: Connection, receive: Receive, send: Send, leaving: asyncio.Event | None) -> None:
    """Part by part, no faster than the client reads; ends when the client goes away or nothing moves any more, and, if it
    is told of one, when this process leaves.
    """
    loop = asyncio.get_running_loop()
    gone = _then(_gone(receive), connection.close)
    left = _then(leaving.wait(), connection.cut_short) if leaving else None
    try:
        async with asyncio.timeout(STILL_SECONDS) as still:
            while True:
                part = await connection.read()
                is_last = connection.is_read
                await send({"type": "http.response.body", "body": part, "more_body": not is_last})
                if is_last:
                    return
                still.reschedule(loop.time() + STILL_SECONDS)
    except (Lost, TimeoutError) as error:
        if not gone.done():
            log.warning("answer_broken_off", reason=type(error).__name__)
    finally:
        gone.cancel()
        if left is not None:
            left.cancel()


def _then(waiting: Coroutine[Any, Any, Any], act: Callable[[], None]) -> asyncio.Task[Any]:
    """Acts when the waiting is over, unless it is canceled before."""
    task = asyncio.create_task(waiting)
    task.add_done_callback(lambda ended: None if ended.cancelled() else act())
    return task


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
