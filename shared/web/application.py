"""Builds a service's application from its routers: the edge, the errors, the documentation, the health, the message log."""

import asyncio
import contextlib
import inspect
import os
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from shared import runtime
from shared.message_log import inbox, outbox
from shared.peers import discovery
from shared.persistence.backlog import Backlog, Measure
from shared.settings import ServiceSettings
from shared.telemetry import logs, version
from shared.web import bodies, documentation, health, identity, message_log, problems
from shared.web.edge import Check, Edge


def create(
    service: str,
    settings: ServiceSettings,
    *,
    routers: Sequence[APIRouter],
    internal_routers: Sequence[APIRouter] = (),
    measures: Sequence[Measure] = (),
    description: str,
) -> FastAPI:
    """The application of one service, from what `idempotency.router` and `idempotency.internal_router` made.

    Raises ValueError when a route does not say who may call it, or depends on what runs in a thread.
    """
    logs.configure(service, settings.log_level)
    title = f"{service.capitalize()} service"

    app = empty(title, _lifespan(service, settings, measures), openapi_url="/api/openapi.json")
    own = (message_log.router(service), health.router(version.of(f"{service}_service")), documentation.router(title))
    for router in (*routers, *internal_routers, *own):
        serve(app, router)
    documentation.describe(app, title, description)
    problems.install(app)
    app.add_middleware(Edge, check=check_of(routers))
    return app


def empty(title: str, lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]], **options: Any) -> FastAPI:
    """An application with nothing of FastAPI's own: no pages, and no telemetry, whose switch costs each request."""
    return FastAPI(
        title=title,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},
        **options,
    )


def serve(app: FastAPI, router: APIRouter) -> None:
    """Adds the routes themselves: FastAPI would search an included router twice for each request.

    Raises ValueError when a route does not say who may call it, or depends on what runs in a thread.
    """
    for route in router.routes:
        if not isinstance(route, APIRoute) or not any(map(identity.is_policy, _calls(route.dependant))):
            raise ValueError(f"{route} does not say who may call it")
        for call in _calls(route.dependant):
            if not _runs_in_the_loop(call):
                raise ValueError(f"{route} depends on {call}, which would run in a thread: make it async")
        if any(map(identity.asks_for_a_token, _calls(route.dependant))):
            route.openapi_extra = {**documentation.WITH_TOKEN, **(route.openapi_extra or {})}
        app.router.routes.append(route)


def check_of(routers: Sequence[APIRouter]) -> Check:
    """What the edge checks of bodies: they are JSON, but for the routes whose documented body is a picture."""
    routes = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]
    pictures = [route for route in routes if any(kind.startswith("image/") for kind in _body_kinds(route))]
    return partial(bodies.checked, pictures=[route.path_regex for route in pictures])


def _body_kinds(route: APIRoute) -> Collection[str]:
    """As a route documents them that reads its body by itself."""
    kinds: Collection[str] = (route.openapi_extra or {}).get("requestBody", {}).get("content", {})
    return kinds


def _lifespan(
    service: str, settings: ServiceSettings, measures: Sequence[Measure]
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with contextlib.AsyncExitStack() as stack:
            app.state.leaving = asyncio.Event()
            app.state.runtime = await stack.enter_async_context(runtime.running(service, settings))
            app.state.readiness = health.Readiness(app.state.runtime, f"{service}_service", app.state.leaving)
            everything = (*outbox.MEASURES, *inbox.MEASURES, *measures)
            app.state.backlog = Backlog(app.state.runtime.database, everything)
            if address := os.environ.get("INSTANCE_ADDRESS"):
                beating = discovery.registered(app.state.runtime.redis, service, address, app.state.leaving)
                await stack.enter_async_context(beating)
            yield

    return lifespan


def _runs_in_the_loop(call: Callable[..., Any] | None) -> bool:
    is_async = (inspect.iscoroutinefunction, inspect.isasyncgenfunction)
    return any(is_one(call) or is_one(type(call).__call__) for is_one in is_async)


def _calls(dependant: Dependant) -> Iterator[Callable[..., Any] | None]:
    """What a route depends on, however far away; not the route's own function."""
    for inner in dependant.dependencies:
        yield inner.call
        yield from _calls(inner)
