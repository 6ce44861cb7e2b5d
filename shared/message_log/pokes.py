"""After a commit that told something, subscribers are poked through Celery, so that they ask within milliseconds.

In the same way a service hints its own worker that a task has something to do now. A poke that is lost costs the few
seconds until the schedule. Those of a rush are gathered: the longer it lasts, the less often they are sent.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import structlog
from celery import Celery
from sqlalchemy.ext.asyncio import AsyncSession

from shared.messages import SUBSCRIBERS
from shared.persistence.database import TASKS_HINTED
from shared.telemetry import metrics

log = structlog.get_logger()

FIRST_PAUSE_SECONDS = 0.05
LONGEST_PAUSE_SECONDS = 0.8
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


def hint(session: AsyncSession, task: str) -> None:
    """After the commit of this transaction, has the service's own worker run the task without waiting for its schedule."""
    session.info.setdefault(TASKS_HINTED, set()).add(task)


class Poker:
    """Pokes the subscribers of one service and its own worker. Both only note a wish, which a task sends."""

    def __init__(self, service: str, celery: Celery) -> None:
        self._service = service
        self._celery = celery
        self._wanted = asyncio.Event()
        # Queue, task, arguments.
        self._wishes: set[tuple[str, str, tuple[str, ...]]] = set()

    def poke(self) -> None:
        self._wishes |= {(subscriber, FOLLOW_TASK, (self._service,)) for subscriber in SUBSCRIBERS[self._service]}
        self._wanted.set()

    def hint(self, task: str) -> None:
        self._wishes.add((self._service, task, ()))
        self._wanted.set()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Poker"]:
        task = asyncio.create_task(self._send_forever(), name="poker")
        try:
            yield self
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            await self._send_wishes()

    async def _send_forever(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            await self._send_wishes()
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS) if self._wanted.is_set() else FIRST_PAUSE_SECONDS

    async def _send_wishes(self) -> None:
        wishes, self._wishes = self._wishes, set()
        if wishes:
            await asyncio.to_thread(self._send, wishes)

    def _send(self, wishes: set[tuple[str, str, tuple[str, ...]]]) -> None:
        for queue, task, arguments in sorted(wishes):
            try:
                self._celery.send_task(task, args=arguments, queue=queue, expires=30)
            except Exception as error:  # noqa: BLE001  whatever the broker raises: a lost poke must not hurt anybody
                metrics.POKES_LOST.inc()
                log.warning("poke_lost", queue=queue, task=task, error=type(error).__name__)
