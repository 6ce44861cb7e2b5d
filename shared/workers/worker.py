"""The Celery side of a service. A task is a transaction (or a few) around a service call; its arguments are ids at most.

    @task("ticket.expire_orders")
    async def expire_orders(runtime: Runtime[Settings]) -> None:
        async with runtime.database.transaction() as session: …

Each pool child owns one event loop in a thread and one `Runtime`. The row in Postgres is the truth and the task a hint, so
nothing here is retried by Celery: what is due is found again by the schedule.
"""

import contextlib
import logging
import warnings
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

import structlog
from celery import Celery, Task, shared_task
from celery.exceptions import SecurityWarning
from celery.signals import celeryd_init, setup_logging, worker_process_init, worker_process_shutdown

from shared import messages, runtime
from shared.access import revocations
from shared.deciding import kept_answers
from shared.errors import Unavailable
from shared.message_log import inbox, outbox, parking
from shared.message_log.inbox import Listeners
from shared.message_log.pokes import FOLLOW_TASK
from shared.runtime import Runtime
from shared.settings import ServiceSettings
from shared.telemetry import logs, traces
from shared.workers import low_priority, roll_call, worker_watches
from shared.workers.task_loop import TaskLoop

log = structlog.get_logger()

FOLLOW_EVERY_SECONDS = 5.0
HOUSEKEEPING_EVERY_SECONDS = 3600.0
INBOX_KEPT = outbox.KEPT + timedelta(days=7)


class _Child:
    """A pool child's event loop and what it holds open."""

    def __init__(self, service: str, settings: ServiceSettings) -> None:
        self._loop = TaskLoop()
        self._opened = contextlib.AsyncExitStack()
        opening = self._opened.enter_async_context(runtime.running(service, settings, pool_size=4))
        self.run = self._loop.run
        self.runtime = self.run(opening)

    def close(self) -> None:
        self.run(self._opened.aclose())
        self._loop.stop()


_child: _Child | None = None


def task(name: str) -> Callable[[Callable[..., Awaitable[None]]], Task]:
    """Makes `async def name(runtime, *ids)` a Celery task."""

    def register(work: Callable[..., Awaitable[None]]) -> Task:
        @shared_task(name=name)
        def run(*ids: str) -> None:
            assert _child is not None, "tasks run in a worker's pool child"

            async def traced() -> None:
                structlog.contextvars.bind_contextvars(task=name, traceparent=traces.child(None))
                try:
                    await work(_child.runtime, *ids)
                except Unavailable as error:
                    log.warning("task_put_off", cause=repr(error.__cause__))

            _child.run(traced())

        return run

    return register


def create(
    service: str,
    settings: ServiceSettings,
    listeners: Listeners,
    schedule: Mapping[str, float],
    children: int = 1,
    *,
    may_wait: bool = False,
) -> Celery:
    """The worker of one service. `schedule`: names of its tasks and every how many seconds they run.

    `children`: how many processes take tasks, so how many tasks run at once. `may_wait`: whether it gives way to all others.
    It must not be one that changes rows which requests change too: whoever holds a row must not be slow.
    """
    app = Celery(service, broker=settings.broker_url)
    app.conf.update(_configuration(service), worker_concurrency=children)
    worker_watches.watch(app)
    _run_children(service, settings)
    if may_wait:
        celeryd_init.connect(lambda **_signal: low_priority.give_way(), weak=False)
    follow, replay, keep_house = _register_upkeep(service, listeners)
    app.conf.beat_schedule = {
        **{
            f"follow {source}": _entry(follow.name, FOLLOW_EVERY_SECONDS, service, source)
            for source in messages.sources(service)
        },
        "replay parked messages": _entry(replay.name, FOLLOW_EVERY_SECONDS, service),
        "keep house": _entry(keep_house.name, HOUSEKEEPING_EVERY_SECONDS, service),
        **{name: _entry(name, seconds, service) for name, seconds in schedule.items()},
    }
    return app


def _register_upkeep(service: str, listeners: Listeners) -> tuple[Task, Task, Task]:
    @task(FOLLOW_TASK)
    async def follow(runtime: Runtime[Any], source: str) -> None:
        await inbox.follow(runtime.database, runtime.calls, listeners, source)

    @task("messages.replay_parked")
    async def replay(runtime: Runtime[Any]) -> None:
        await parking.replay(runtime.database, listeners.apply)

    @task("housekeeping")
    async def keep_house(runtime: Runtime[Any]) -> None:
        await outbox.purge(runtime.database)
        await inbox.purge(runtime.database, INBOX_KEPT)
        await kept_answers.purge(runtime.database)
        await revocations.purge(runtime.database)

    @task(roll_call.SIGN_TASK)
    async def sign(runtime: Runtime[Any], sheet: str) -> None:
        await roll_call.sign(runtime.redis, sheet, service)

    return follow, replay, keep_house


def _run_children(service: str, settings: ServiceSettings) -> None:
    @celeryd_init.connect(weak=False)
    @setup_logging.connect(weak=False)
    def configure_logs(**_signal: Any) -> None:
        """First before Celery warns of anything, then again instead of Celery's own way."""
        logs.configure(f"{service}-worker", settings.log_level)
        logging.captureWarnings(capture=True)
        # Told to root at each start, for fear of pickle; here only JSON is accepted, and the start's README says it once.
        warnings.simplefilter("ignore", SecurityWarning)

    @worker_process_init.connect(weak=False)
    def open_child(**_signal: Any) -> None:
        global _child  # noqa: PLW0603  one per pool child, made when the child starts
        _child = _Child(service, settings)

    @worker_process_shutdown.connect(weak=False)
    def close_child(**_signal: Any) -> None:
        if _child is not None:
            _child.close()


def _entry(name: str, seconds: float, queue: str, *arguments: str) -> dict[str, Any]:
    options = {"queue": queue, "expires": max(seconds, 10.0)}
    return {"task": name, "schedule": seconds, "args": arguments, "options": options}


def _configuration(service: str) -> dict[str, Any]:
    """What survived trials with kills: late acknowledgement, a short visibility timeout, limits far below it."""
    return {
        "task_default_queue": service,
        "broker_transport_options": {
            "visibility_timeout": 120,
            "unacked_restore_interval": 5,
            "unacked_restore_throttle": 1,
            "socket_timeout": 5,
            "socket_connect_timeout": 2,
            "socket_keepalive": True,
            "health_check_interval": 10,
            "retry_on_timeout": True,
        },
        "visibility_timeout": 120,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_ignore_result": True,
        "task_time_limit": 60,
        "task_soft_time_limit": 45,
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_publish_retry_policy": {"max_retries": 2, "interval_start": 0.1, "interval_max": 0.3},
        "worker_prefetch_multiplier": 1,
        # In memory. The usual one keeps a file, whose loss or lock would end the schedule; nothing here needs its past.
        "beat_scheduler": "celery.beat:Scheduler",
        "worker_max_tasks_per_child": 5000,
        "worker_soft_shutdown_timeout": 20,
        "worker_enable_soft_shutdown_on_idle": True,
        "worker_cancel_long_running_tasks_on_connection_loss": True,
        "worker_send_task_events": False,
        # Remote control listens on a channel of the broker. After a restart of Redis, redis-py (8) connects again inside
        # that read and then waits without a limit, and the whole worker with it.
        "worker_enable_remote_control": False,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
    }
