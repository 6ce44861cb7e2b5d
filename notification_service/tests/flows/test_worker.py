"""The real worker: what the owners' logs say becomes mail, by a poke without the schedule and the other way round."""

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from notification_service.tests.facts import address_of, registered
from notification_service.tests.neighbours import Neighbours
from notification_service.tests.sink import Sink
from shared.ids import new_id
from shared.pokes import FOLLOW_TASK, sender
from shared.runtime import Runtime

PATIENCE_SECONDS = 60.0


@contextlib.asynccontextmanager
async def working(*options: str) -> AsyncIterator[None]:
    """The worker as it is started in life, with more options."""
    command = ["celery", "-A", "notification_service.worker", "worker", "--concurrency", "1", "-l", "WARNING"]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *command, *options, env={**os.environ, "LOG_LEVEL": "WARNING"}
    )
    try:
        yield
    finally:
        process.terminate()
        await asyncio.wait_for(process.wait(), PATIENCE_SECONDS)


async def arrival(sink: Sink, address: str) -> None:
    given_up_at = time.monotonic() + PATIENCE_SECONDS
    while not sink.mails(address):
        assert time.monotonic() < given_up_at, "no mail has come"
        await asyncio.sleep(0.02)


async def test_a_poke_is_enough(runtime: Runtime[Any], sink: Sink, neighbours: Neighbours):
    account_id = new_id("usr")
    async with working():
        neighbours.tell(registered(account_id))
        sender(runtime.settings.broker_url).send_task(FOLLOW_TASK, args=["auth"], queue="notification")
        await arrival(sink, address_of(account_id))


async def test_the_schedule_is_enough(runtime: Runtime[Any], sink: Sink, neighbours: Neighbours, tmp_path: Path):
    account_id = new_id("usr")
    async with working("--beat", "--schedule", str(tmp_path / "schedule")):
        neighbours.tell(registered(account_id))
        await arrival(sink, address_of(account_id))
