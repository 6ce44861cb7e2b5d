"""Whether a process can serve is answered quickly, also while its database hangs."""

import asyncio
import os
import signal
import time
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import text

from shared.persistence.database import Database
from shared.testing.conditions import until
from shared.testing.postgres import Scratch
from shared.web import health
from shared.web.health import Readiness

# The scratch database has no schema of a service.
ANSWERS = "database: ProgrammingError"


async def test_a_database_that_hangs_is_told_within_a_second(scratch: Scratch, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(health, "REMEMBERED_SECONDS", 0)
    database = Database(scratch.runtime_url, pool_size=1)
    runtime = cast("Any", SimpleNamespace(database=database))
    readiness = Readiness(runtime, "ticket_service", asyncio.Event())

    async def answers() -> bool:
        return await readiness.problem() == ANSWERS

    await until(answers)
    async with database.transaction() as session:
        backend = (await session.execute(text("SELECT pg_backend_pid()"))).scalar_one()
    os.kill(backend, signal.SIGSTOP)
    try:
        started = time.monotonic()
        assert await readiness.problem() == "database: does not answer"
        assert time.monotonic() - started < 1
    finally:
        os.kill(backend, signal.SIGCONT)
    await until(answers)
    await database.close()
