"""The pages: a list beside the message. Links are relative, so that any path prefix works."""

from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from deploy.stand_ins.inbox.messages import Message, read
from deploy.stand_ins.inbox.store import Store

FOLDER = Path(__file__).parent
SHOWN = 200
# What a mail's own HTML may do inside its frame follows from this too: inline styles and pictures it brings along.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Pages:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._environment = Environment(
            loader=FileSystemLoader(FOLDER / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(clock=clock, size=size)

    def routes(self) -> list[Route | Mount]:
        return [
            Route("/", self.index, methods=["GET"]),
            Route("/messages/{id:int}", self.message, methods=["GET"]),
            Route("/empty", self.empty, methods=["POST"]),
            Mount("/static", StaticFiles(directory=FOLDER / "static")),
        ]

    async def index(self, request: Request) -> Response:
        return self._show("index.html", request, up="", chosen=None)

    async def message(self, request: Request) -> Response:
        found = self._store.get(request.path_params["id"])
        if found is None:
            return self._show("missing.html", request, up="../", chosen=None, status=404)
        message, raw = found
        return self._show("message.html", request, up="../", chosen=message, content=read(message.kind, raw))

    async def empty(self, request: Request) -> Response:
        """Throw everything away; other sites cannot ask for it."""
        if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return Response("only from this page", 403)
        self._store.erase()
        return RedirectResponse("./", 303)

    def _show(
        self, template: str, request: Request, *, up: str, chosen: Message | None, status: int = 200, **values: object
    ) -> Response:
        query = request.query_params.get("q", "")
        messages = self._store.find(text=query, limit=SHOWN)
        html = self._environment.get_template(template).render(
            up=up, query=query, messages=messages, total=self._store.count(), chosen=chosen, **values
        )
        return HTMLResponse(html, status, HEADERS)


def clock(message: Message) -> str:
    """Hours of today, else the date, in UTC."""
    moment, today = datetime.fromtimestamp(message.received, UTC), datetime.now(UTC)
    return moment.strftime("%H:%M:%S" if moment.date() == today.date() else "%d %b %H:%M")


def size(content: bytes) -> str:
    return f"{len(content)} B" if len(content) < 1024 else f"{len(content) / 1024:.0f} KB"
