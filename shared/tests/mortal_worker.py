"""The same subscriber as a Celery worker. It looks after its schedule often, and with `--beat` it always has work."""

import asyncio
from typing import Any

import structlog

from shared.runtime import Runtime
from shared.tests.mortal import SERVICE, Settings, listeners
from shared.workers import worker, worker_watches

worker_watches.WATCHED_EVERY_SECONDS = 0.5


@worker.task("test.dawdle")
async def dawdle(_runtime: Runtime[Any]) -> None:
    structlog.get_logger().warning("dawdling")
    await asyncio.sleep(2)


app = worker.create(SERVICE, Settings(), listeners, schedule={dawdle.name: 1.0})
