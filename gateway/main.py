"""The gateway's application: its own few routes; every other path is a service's."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator

from fastapi import APIRouter, FastAPI, Request, Response

from gateway import paths, runtime, status
from gateway.config import settings
from gateway.entry import Entry
from shared.peers import discovery
from shared.telemetry import logs, version
from shared.web import application, documentation, health, identity, problems
from shared.web.edge import Edge

TITLE = "Event ticketing"
DESCRIPTION = "Sell, deliver and check tickets. Every path below is served here, at the one entry of the API."


class Readiness:
    """A gateway that runs can serve; services that are away are answered for, and Redis can be done without."""

    def __init__(self, leaving: asyncio.Event) -> None:
        self._leaving = leaving

    async def problem(self) -> str | None:
        return "leaving" if self._leaving.is_set() else None


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with contextlib.AsyncExitStack() as stack:
        app.state.leaving = asyncio.Event()
        app.state.readiness = Readiness(app.state.leaving)
        app.state.runtime = await stack.enter_async_context(runtime.running(settings(), app.state.leaving))
        if address := os.environ.get("INSTANCE_ADDRESS"):
            beating = discovery.registered(app.state.runtime.redis, "gateway", address, app.state.leaving)
            await stack.enter_async_context(beating)
        yield


def _documents() -> APIRouter:
    routes = APIRouter(include_in_schema=False, dependencies=[identity.public])

    @routes.get("/api/openapi.json")
    async def merged(request: Request) -> Response:
        body = await request.app.state.runtime.documents.merged(request.app.openapi())
        return Response(body, media_type="application/json", headers={"Cache-Control": "public, max-age=5"})

    return routes


def _application() -> FastAPI:
    logs.configure("gateway", settings().log_level)
    app = application.empty(TITLE, _lifespan, openapi_url=None)
    for router in (status.router, _documents(), health.router(version.of("gateway")), documentation.router(TITLE)):
        application.serve(app, router)
    documentation.describe(app, TITLE, DESCRIPTION)
    problems.install(app)
    app.add_middleware(Entry)
    app.add_middleware(Edge, check=paths.checked, most_running=settings().most_running)
    return app


app = _application()
