"""The doors of the other services that are knocked at, behind real HTTP: links, tickets as a PDF, message logs; and
a provider of SMS.
"""

import asyncio
import base64
import contextlib
import secrets
import socket
import uuid
from collections.abc import AsyncIterator
from dataclasses import asdict

import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared.access import tokens
from shared.messages import Envelope, Message
from shared.testing.accounts import Signer
from shared.testing.messages import wrap

PDF = b"%PDF-1.7 tickets"


class Neighbours:
    """Keeps each account's last link, and in which language each document was asked for last.

    `fail(…, status)`: what the next request for a path, or SMS to a number, gets.
    """

    def __init__(self, signer: Signer) -> None:
        self._signer = signer
        self._failures: dict[str, int] = {}
        self._epoch = uuid.uuid4()
        self._log: list[Envelope] = []
        self.links: dict[str, str] = {}
        self.printed_in: dict[str, str] = {}
        self.sms: list[dict[str, str]] = []
        self.address = ""

    def fail(self, path: str, status: int) -> None:
        self._failures[path] = status

    def tell(self, message: Message) -> None:
        """The message's owner has it in its log from now on."""
        self._log.append(wrap(message))

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/internal/accounts/{account_id}/links", self._make_link, methods=["POST"]),
                Route("/internal/orders/{order_id}/tickets.pdf", self._print_tickets),
                Route("/internal/accounts/{account_id}/tickets/{ticket_id}.pdf", self._print_tickets),
                Route("/internal/messages", self._read_log),
                Route("/sms", self._take_sms, methods=["POST"]),
            ]
        )

    async def _make_link(self, request: Request) -> Response:
        self._check_caller(request, "auth")
        if status := self._failures.pop(request.url.path, None):
            return JSONResponse({"code": "refused_here"}, status)
        purpose = (await request.json())["purpose"].replace("_", "-")
        link = f"http://localhost:8080/{purpose}#token=secret-{secrets.token_hex(16)}"
        self.links[request.path_params["account_id"]] = link
        return JSONResponse({"url": link}, 201)

    async def _print_tickets(self, request: Request) -> Response:
        self._check_caller(request, "ticket")
        if status := self._failures.pop(request.url.path, None):
            return JSONResponse({"code": "refused_here"}, status)
        self.printed_in[request.url.path] = request.headers["accept-language"]
        return Response(PDF, media_type="application/pdf")

    async def _read_log(self, request: Request) -> Response:
        """All owners share the one address, so the token says whose log is asked for."""
        source = self._target(request)
        after = int(request.query_params["after"])
        messages = [asdict(told) for told in self._log if told.source == source and told.position > after]
        return Response(orjson.dumps({"epoch": self._epoch, "messages": messages}), media_type="application/json")

    async def _take_sms(self, request: Request) -> Response:
        assert request.headers["authorization"] == "Bearer sms-token"
        message = await request.json()
        if status := self._failures.pop(message["to"], None):
            return JSONResponse({"error": "not this one"}, status)
        self.sms.append(message)
        return JSONResponse({"accepted": True})

    def _target(self, request: Request) -> str:
        token = request.headers["authorization"].removeprefix("Bearer ")
        claims = token.split(".")[1]
        return str(orjson.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))["aud"])

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
    # Kept as long as by the real ones: who ends a connection just when the other sends a request loses that request.
    server = uvicorn.Server(uvicorn.Config(neighbours.app(), log_config=None, lifespan="off", timeout_keep_alive=75))
    running = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield neighbours
    finally:
        server.should_exit = True
        await running
        listener.close()
