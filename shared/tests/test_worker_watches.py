"""What a worker does when its broker has been away."""

import asyncio
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from shared.message_log.pokes import sender
from shared.testing.conditions import until
from shared.testing.redis_server import redis_server
from shared.tests.mortal import SERVICE
from shared.workers.roll_call import RollCall

PATIENCE_SECONDS = 30


@asynccontextmanager
async def working(environment: dict[str, str]) -> AsyncIterator[Process]:
    """A worker with one place for a task, and no schedule."""
    command = ["celery", "--quiet", "-A", "shared.tests.mortal_worker", "worker", "--loglevel", "INFO"]
    command += ["--without-mingle", "--without-gossip", "--without-heartbeat"]  # as `shared.commands.work` has it
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *command, env=environment, stdout=PIPE, stderr=STDOUT, limit=1 << 20
    )
    try:
        yield process
    finally:
        process.terminate()
        await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)


async def it_says(process: Process, words: str) -> None:
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE_SECONDS):
        while words not in (line := (await process.stdout.readline()).decode()):
            assert line, "it has ended"


async def test_a_worker_takes_tasks_again_whose_broker_was_away_when_its_only_place_became_free(
    worker_environment: dict[str, str], tmp_path: Path
):
    async with redis_server(tmp_path) as broker:
        here = {**worker_environment, "BROKER_URL": broker.url, "REDIS_URL": broker.url}
        async with working(here) as worker:
            await it_says(worker, "ready.")
            sender(broker.url).send_task("test.dawdle", queue=SERVICE)
            await it_says(worker, "dawdling")
            broker.kill()
            await it_says(worker, "Couldn't ack")
            await broker.start()
            call = RollCall(broker.url, broker.url)
            await until(lambda: asyncio.to_thread(call.has_signed, SERVICE), seconds=PATIENCE_SECONDS)
