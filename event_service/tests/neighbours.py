"""Auth and ticket as far as the event service asks them: a server that speaks their contracts and can be out of order."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import uvicorn
from fastapi import FastAPI, Request, Response

from shared.access import tokens


@dataclass
class Allocation:
    capacity: int
    sold: int = 0
    held: int = 0


@dataclass
class Neighbours:
    """What both know and what they were asked."""

    service_keys: tokens.PublicKeys
    address: str = ""
    roles: list[tuple[str, str]] = field(default_factory=list)
    accounts: dict[str, tuple[str, bool]] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    # By ticket type, or by event for all types together.
    allocations: dict[str, Allocation] = field(default_factory=dict)
    capacities_asked: list[int] = field(default_factory=list)
    out_of_order: bool = False
    answering: asyncio.Event = field(default_factory=asyncio.Event)
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    def reset(self) -> None:
        self.roles.clear()
        self.capacities_asked.clear()
        self.out_of_order = False
        self.answering.set()
        self.asked.clear()

    def check_caller(self, request: Request, target: str) -> None:
        token = request.headers["authorization"].removeprefix("Bearer ")
        claims = tokens.verify(token, self.service_keys, aud=target, typ=tokens.SERVICE)
        assert claims["sub"] == "event", "the event service signs its calls"


def _problem(status: int, code: str, **members: Any) -> Response:
    body = {"status": status, "code": code, **members}
    return Response(orjson.dumps(body), status, media_type="application/problem+json")


def _app(neighbours: Neighbours) -> FastAPI:
    app = FastAPI()

    @app.middleware("http")
    async def fail(request: Request, call_next: Any) -> Response:
        answer: Response = _problem(503, "unavailable") if neighbours.out_of_order else await call_next(request)
        return answer

    @app.post("/internal/accounts/{account_id}/roles")
    async def grant(account_id: str, request: Request) -> Response:
        neighbours.check_caller(request, "auth")
        if account_id in neighbours.closed:
            return _problem(404, "account_not_found")
        neighbours.roles.append((account_id, (await request.json())["role"]))
        return Response(b"{}")

    @app.get("/internal/accounts")
    async def find(email: str, request: Request) -> dict[str, object]:
        neighbours.check_caller(request, "auth")
        if email not in neighbours.accounts:
            return {"data": []}
        account_id, verified = neighbours.accounts[email]
        return {"data": [{"id": account_id, "email": email, "email_verified": verified}]}

    @app.put("/internal/events/{event_id}/capacity")
    @app.put("/internal/events/{event_id}/ticket-types/{ticket_type_id}/capacity")
    async def set_capacity(request: Request, event_id: str, ticket_type_id: str | None = None) -> Response:
        neighbours.check_caller(request, "ticket")
        capacity = (await request.json())["capacity"]
        neighbours.capacities_asked.append(capacity)
        neighbours.asked.set()
        await neighbours.answering.wait()
        if (allocation := neighbours.allocations.get(ticket_type_id or event_id)) is None:
            return _problem(404, "not_found")
        if capacity < allocation.sold + allocation.held:
            return _problem(409, "capacity_below_sold", sold=allocation.sold, held=allocation.held)
        allocation.capacity = capacity
        return Response(b"{}")

    return app


@contextlib.asynccontextmanager
async def serving(secrets_dir: Path) -> AsyncIterator[Neighbours]:
    keys = tokens.public_keys(orjson.loads((secrets_dir / "service-keys.json").read_bytes()))
    neighbours = Neighbours(keys)
    neighbours.reset()
    listening = socket.create_server(("127.0.0.1", 0))
    neighbours.address = "{}:{}".format(*listening.getsockname())
    # Kept as long as by the real ones: who ends a connection just when the other sends a request loses that request.
    options = uvicorn.Config(_app(neighbours), lifespan="off", log_config=None, access_log=False, timeout_keep_alive=75)
    server = uvicorn.Server(options)
    running = asyncio.create_task(server.serve(sockets=[listening]))
    yield neighbours
    server.should_exit = True
    await running
