"""The web side and the SMTP side in one process and one event loop."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from deploy.stand_ins.inbox.api import Api
from deploy.stand_ins.inbox.faults import Faults
from deploy.stand_ins.inbox.pages import Pages
from deploy.stand_ins.inbox.settings import Settings
from deploy.stand_ins.inbox.sms import SmsApi
from deploy.stand_ins.inbox.smtp import Dialogue
from deploy.stand_ins.inbox.store import Store


def build(settings: Settings, smtp_listener: socket.socket) -> Starlette:
    store = Store(settings.data)
    faults = Faults()

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        with store.open():
            loop = asyncio.get_running_loop()
            server = await loop.create_server(lambda: Dialogue(store, faults), sock=smtp_listener)
            yield
            server.close()

    return Starlette(
        routes=[
            *Pages(store).routes(),
            *Api(store, faults, settings.control).routes(),
            Route("/sms", SmsApi(store, faults, settings.sms_token).post, methods=["POST"]),
            Route("/health/live", _live),
        ],
        lifespan=life,
    )


async def _live(_: Request) -> Response:
    return JSONResponse({"status": "ok"})
