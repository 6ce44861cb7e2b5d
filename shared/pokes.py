"""After a commit that told something, subscribers are poked through Celery, so that they ask within milliseconds.

A poke is a hint: one that is lost costs the few seconds until the subscriber's own schedule. Pokes of a rush are gathered.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import structlog
from celery import Celery

from shared import metrics
from shared.messages import SUBSCRIBERS

log = structlog.get_logger()

GATHERED_SECONDS = 0.05
FOLLOW_TASK = "messages.follow"


def sender(broker_url: str) -> Celery:
    """A Celery application that only sends: hints must never block a request for long."""
    app = Celery("pokes", broker=broker_url, set_as_current=False)
    app.conf.update(
        task_ignore_result=True,
        task_publish_retry=False,
        broker_transport_options={"socket_timeout": 2, "socket_connect_timeout": 1},
        broker_connection_retry=False,
        broker_connection_timeout=1,
    )
    return app


class Poker:
    """Pokes the subscribers of one service. `poke` only sets a flag; a task sends, at most 20 times a second."""

    def __init__(self, service: str, celery: Celery) -> None:
        self._service = service
        self._celery = celery
        self._wanted = asyncio.Event()

    def poke(self) -> None:
        self._wanted.set()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self._send_forever(), name="poker")
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            if self._wanted.is_set():
                await asyncio.to_thread(self._send)

    async def _send_forever(self) -> None:
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            await asyncio.to_thread(self._send)
            await asyncio.sleep(GATHERED_SECONDS)

    def _send(self) -> None:
        for subscriber in SUBSCRIBERS[self._service]:
            try:
                self._celery.send_task(FOLLOW_TASK, args=[self._service], queue=subscriber, expires=30)
            except Exception as error:  # noqa: BLE001  whatever the broker raises: a lost poke must not hurt anybody
                metrics.POKES_LOST.inc()
                log.warning("poke_lost", subscriber=subscriber, error=type(error).__name__)
