"""The doors of auth and ticket that a mail needs, behind real HTTP: links, and tickets as a PDF."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared import tokens
from shared.testing.accounts import Signer

PDF = b"%PDF-1.7 tickets"


class Neighbours:
    """Counts the links it gave. `fail(path, status)`: what the next request for a path is answered."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer
        self._failures: dict[str, int] = {}
        self.links: list[str] = []
        self.address = ""

    def fail(self, path: str, status: int) -> None:
        self._failures[path] = status

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/internal/accounts/{account_id}/links", self._make_link, methods=["POST"]),
                Route("/internal/orders/{order_id}/tickets.pdf", self._print_tickets),
            ]
        )

    async def _make_link(self, request: Request) -> Response:
        self._check_caller(request, "auth")
        if status := self._failures.pop(request.url.path, None):
            return JSONResponse({"code": "refused_here"}, status)
        purpose = (await request.json())["purpose"].replace("_", "-")
        self.links.append(f"http://localhost:8080/{purpose}#token=secret-{len(self.links)}")
        return JSONResponse({"url": self.links[-1]}, 201)

    async def _print_tickets(self, request: Request) -> Response:
        self._check_caller(request, "ticket")
        if status := self._failures.pop(request.url.path, None):
            return JSONResponse({"code": "refused_here"}, status)
        return Response(PDF, media_type="application/pdf")

    def _check_caller(self, request: Request, target: str) -> None:
        pem = (self._signer.secrets_dir / "notification.key.pem").read_bytes()
        keys = tokens.public_keys({"keys": [tokens.public_jwk(pem, "notification")]})
        token = request.headers["authorization"].removeprefix("Bearer ")
        assert tokens.verify(token, keys, aud=target, typ=tokens.SERVICE)["sub"] == "notification"


@contextlib.asynccontextmanager
async def serving(neighbours: Neighbours) -> AsyncIterator[Neighbours]:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    neighbours.address = f"127.0.0.1:{listener.getsockname()[1]}"
    server = uvicorn.Server(uvicorn.Config(neighbours.app(), log_config=None, lifespan="off"))
    running = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield neighbours
    finally:
        server.should_exit = True
        await running
        listener.close()
