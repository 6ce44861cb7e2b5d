"""The application: the API below /v1, the control API, the browser's script and the pages."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from deploy.stand_ins.stripe.api import Api
from deploy.stand_ins.stripe.background import Outcomes, running
from deploy.stand_ins.stripe.cards import CARDS
from deploy.stand_ins.stripe.challenge import Challenge
from deploy.stand_ins.stripe.commits import Commits
from deploy.stand_ins.stripe.control import Control
from deploy.stand_ins.stripe.faults import Faults
from deploy.stand_ins.stripe.idempotency import Keys
from deploy.stand_ins.stripe.pages import Pages
from deploy.stand_ins.stripe.settings import Settings
from deploy.stand_ins.stripe.store import Store
from deploy.stand_ins.stripe.webhooks import Webhooks
from deploy.stand_ins.stripe.work import Work

Endpoint = Callable[[Request], Awaitable[Response]]
BROWSER = Path(__file__).parent / "browser"
SCRIPT_PARTS = ("wire.js", "numbers.js", "styles.js", "element.js", "challenge.js", "stripe.js")
STATIC = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}


def build(settings: Settings) -> ASGIApp:
    store = Store(settings.data)
    faults = Faults(store)
    keys = Keys(store)
    commits = Commits(store)
    webhooks = Webhooks(settings, commits)

    def begin() -> Work:
        return Work(store, settings, faults, moment=time.time())

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        async with running(webhooks, Outcomes(begin, webhooks), keys):
            yield
        store.close()

    pages = Pages()
    site = Starlette(
        routes=[
            Route("/", _index(pages)),
            Route("/health/live", _live),
            Route("/stripe.js", _script()),
            Route("/style.css", _file("style.css", "text/css")),
            Route("/icon.svg", _file("icon.svg", "image/svg+xml")),
            *Challenge(store, pages, webhooks, begin).routes(),
            Mount("/control", routes=Control(settings, store, faults, webhooks, begin).routes()),
        ],
        lifespan=life,
    )
    return _split(Api(settings, commits, faults, keys, webhooks.publish), site)


def _split(api: Api, site: Starlette) -> ASGIApp:
    """The API gets its calls without passing through anything else."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith("/v1/"):
            await api(scope, receive, send)
        else:
            await site(scope, receive, send)

    return application


def _index(pages: Pages) -> Endpoint:
    async def index(_: Request) -> Response:
        return pages.show("index.html", cards=CARDS)

    return index


async def _live(_: Request) -> Response:
    return JSONResponse({"status": "ok"})


def _script() -> Endpoint:
    """The parts as one script in one scope: browsers load it with a single tag, as they load Stripe.js."""
    parts = "\n".join((BROWSER / part).read_text() for part in SCRIPT_PARTS)
    whole = f'"use strict";\n(() => {{\n{parts}\n}})();\n'

    async def script(_: Request) -> Response:
        return Response(whole, media_type="text/javascript", headers=STATIC)

    return script


def _file(name: str, media_type: str) -> Endpoint:
    content = (BROWSER / name).read_text()

    async def file(_: Request) -> Response:
        return Response(content, media_type=media_type, headers=STATIC)

    return file
