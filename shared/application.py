"""Builds a service's application from its routers: the edge, the errors, the documentation, the health, the message log."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager

from fastapi import APIRouter, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from shared import discovery, documentation, health, identity, logs, message_log, problems, runtime
from shared.edge import Edge
from shared.settings import ServiceSettings

PREFIX = "/api/v1"


def create(
    service: str,
    settings: ServiceSettings,
    *,
    routers: Sequence[APIRouter],
    internal_routers: Sequence[APIRouter] = (),
    description: str,
) -> FastAPI:
    """The application of one service. `routers` are served below `/api/v1`, `internal_routers` below `/internal`.

    Raises ValueError when a route does not say who may call it.
    """
    logs.configure(service, settings.log_level)
    title = f"{service.capitalize()} service"

    app = FastAPI(
        title=title,
        lifespan=_lifespan(service, settings),
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        generate_unique_id_function=lambda route: route.name,
        redirect_slashes=False,
    )
    for router in routers:
        app.include_router(router, prefix=PREFIX)
    for router in (*internal_routers, message_log.router(service)):
        app.include_router(router, include_in_schema=False)
    app.include_router(health.router())
    app.include_router(documentation.router(title))
    documentation.describe(app, title, description)
    problems.install(app)
    app.add_middleware(Edge)
    _refuse_routes_without_policy(app)
    return app


def _lifespan(service: str, settings: ServiceSettings) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with contextlib.AsyncExitStack() as stack:
            app.state.leaving = asyncio.Event()
            app.state.runtime = await stack.enter_async_context(runtime.running(service, settings))
            app.state.readiness = health.Readiness(app.state.runtime, f"{service}_service", app.state.leaving)
            if address := os.environ.get("INSTANCE_ADDRESS"):
                beating = discovery.registered(app.state.runtime.redis, service, address, app.state.leaving)
                await stack.enter_async_context(beating)
            yield

    return lifespan


def _refuse_routes_without_policy(app: FastAPI) -> None:
    for route in app.routes:
        if isinstance(route, APIRoute) and not _has_policy(route.dependant):
            raise ValueError(f"{route.methods} {route.path} does not say who may call it")


def _has_policy(dependant: Dependant) -> bool:
    return identity.is_policy(dependant.call) or any(_has_policy(inner) for inner in dependant.dependencies)
