"""Registers as the event service; its answers take a moment, so that many of them are under way."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator

from fastapi import FastAPI, Response

from shared.peers.discovery import registered
from shared.runtime import connect_redis
from shared.web.edge import Edge


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.leaving = asyncio.Event()
    redis = connect_redis(os.environ["REDIS_URL"])
    async with (
        contextlib.aclosing(redis),
        registered(redis, "event", os.environ["INSTANCE_ADDRESS"], app.state.leaving),
    ):
        yield


app = FastAPI(lifespan=_lifespan)
app.add_middleware(Edge)


@app.get("/health/ready")
async def ready() -> Response:
    return Response(status_code=503 if app.state.leaving.is_set() else 200)


@app.post("/api/v1/events")
async def answer() -> dict[str, str]:
    await asyncio.sleep(0.03)
    return {}
