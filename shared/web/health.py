"""Whether a process lives, and whether it can serve: what the gateway balances by and a start waits for."""

import asyncio
import time
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import text

from shared.persistence import revisions
from shared.persistence.backlog import Backlog
from shared.runtime import Runtime
from shared.telemetry import metrics
from shared.web import identity

PING_SECONDS = 0.5
REMEMBERED_SECONDS = 1.0


class Readiness:
    """Answers from memory for a second. `leaving` is set when the process has been told to stop."""

    def __init__(self, runtime: Runtime[Any], package: str, leaving: asyncio.Event) -> None:
        self._runtime = runtime
        self._package = package
        self._leaving = leaving
        self._checking: asyncio.Task[None] | None = None
        self._checked_at = -REMEMBERED_SECONDS
        self._problem: str | None = "not checked yet"

    async def problem(self) -> str | None:
        """Why the process cannot serve; None when it can."""
        if self._leaving.is_set():
            return "leaving"
        is_old = time.monotonic() - self._checked_at >= REMEMBERED_SECONDS
        if self._checking is None or (self._checking.done() and is_old):
            self._checking = asyncio.create_task(self._check())
        # Not canceled when it hangs: to cancel a query asks the database too. Its own limits end it.
        done, _ = await asyncio.wait({self._checking}, timeout=PING_SECONDS)
        return self._problem if done else "database: does not answer"

    async def _check(self) -> None:
        self._problem = await self._found()
        self._checked_at = time.monotonic()

    async def _found(self) -> str | None:
        try:
            async with self._runtime.database.engine.connect() as connection:
                revision = (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar()
        except Exception as error:  # noqa: BLE001  whatever a database that is away raises, the answer is "not ready"
            return f"database: {type(error).__name__}"
        if not revisions.is_at_or_past(self._package, revision):
            return "database: older than this code; run the migrations"
        if not self._runtime.keys.is_loaded:
            await self._runtime.keys.fetch()
        return None if self._runtime.keys.is_loaded else "keys: auth has not been reached yet"


def router(version: str) -> APIRouter:
    """`version`: of the code that runs."""
    routes = APIRouter(include_in_schema=False, dependencies=[identity.public])

    @routes.get("/health/live")
    async def live() -> dict[str, str]:
        return {"status": "live"}

    @routes.get("/health/ready")
    async def ready(request: Request, response: Response) -> dict[str, str]:
        problem = await request.app.state.readiness.problem()
        if problem is None:
            return {"status": "ready", "version": version}
        response.status_code = 503
        return {"status": "not ready", "reason": problem, "version": version}

    @routes.get("/metrics")
    async def measurements(request: Request) -> Response:
        backlog: Backlog | None = getattr(request.app.state, "backlog", None)
        if backlog is None:  # the gateway has no database
            return metrics.render()
        await backlog.refresh()
        return metrics.render(backlog)

    return routes
