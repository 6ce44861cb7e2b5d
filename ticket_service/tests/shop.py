"""Events on sale, and buyers: what the tests of selling have in common."""

import asyncio
import random
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from sqlalchemy import func, select

from shared.ids import new_id
from shared.message_log.outbox import OutboxMessage
from shared.messages.event import (
    CodeState,
    EventCanceled,
    EventPublished,
    EventState,
    OpeningCapacity,
    SaleRulesChanged,
    SaleRulesState,
    TicketTypeState,
)
from shared.persistence.database import Database
from shared.testing.accounts import Person
from shared.testing.messages import tell
from ticket_service.listeners import listeners
from ticket_service.pricing.models import CodeUses
from ticket_service.stock.models import Allocation
from ticket_service.tickets.models import Ticket

PATIENCE = 100


@dataclass(frozen=True)
class Offered:
    """A published event; `kinds` are its ticket types."""

    event: EventState
    kinds: Sequence[TicketTypeState]

    @property
    def event_id(self) -> str:
        return self.event.event_id

    @property
    def kind_id(self) -> str:
        return self.kinds[0].ticket_type_id

    def items(self, quantity: int = 1) -> list[dict[str, Any]]:
        return [{"ticket_type_id": self.kind_id, "quantity": quantity}]

    def holders(self, quantity: int = 1) -> list[dict[str, Any]]:
        return [{"ticket_type_id": self.kind_id, "name": f"Guest {number}"} for number in range(quantity)]

    def hold(self, quantity: int = 1, **codes: str) -> dict[str, Any]:
        return {"event_id": self.event_id, "items": self.items(quantity), **codes}

    def order(self, quantity: int = 1, **codes: str) -> dict[str, Any]:
        return {**self.hold(quantity, **codes), "holders": self.holders(quantity)}


@dataclass(frozen=True)
class Shop:
    database: Database

    async def publish(
        self, *kinds: dict[str, Any], capacity: int = 100, overall: int | None = None, **of_event: Any
    ) -> Offered:
        """An event whose ticket types differ from the usual one as said; `capacity` is each type's, `overall` all types'."""
        event = _event(**of_event)
        states = [
            _ticket_type(event.event_id, position, **differences) for position, differences in enumerate(kinds or ({},))
        ]
        openings = [OpeningCapacity(ticket_type_id=kind.ticket_type_id, capacity=capacity) for kind in states]
        published = EventPublished(
            event_id=event.event_id,
            event=event,
            ticket_types=states,
            capacities=openings,
            overall_capacity=overall,
        )
        await tell(self.database, listeners, published)
        return Offered(event, states)

    async def rule(self, offered: Offered, *codes: CodeState, version: int = 1, **rules: Any) -> None:
        """Tells all sale rules of the event."""
        state = SaleRulesState(codes=list(codes), **rules)
        await tell(self.database, listeners, SaleRulesChanged(event_id=offered.event_id, rules=state, version=version))

    async def uses(self, code: CodeState) -> int:
        """How often the code is used."""
        async with self.database.transaction() as session:
            return (await session.get_one(CodeUses, code.code_id)).used

    async def cancel(self, offered: Offered) -> None:
        event = offered.event.model_copy(update={"status": "canceled"})
        await tell(
            self.database,
            listeners,
            EventCanceled(event_id=event.event_id, event=event, reason="Ill", version=2),
        )

    async def stock(self, offered: Offered, kind: int = 0) -> tuple[int, int]:
        """How many tickets of a type are held and sold."""
        ticket_type_id = offered.kinds[kind].ticket_type_id
        async with self.database.transaction() as session:
            row = await session.execute(
                select(Allocation.held, Allocation.sold).where(Allocation.ticket_type_id == ticket_type_id)
            )
            held, sold = row.one()
            return held, sold

    async def tickets(self, order_id: str) -> int:
        async with self.database.transaction() as session:
            count = select(func.count()).select_from(Ticket).where(Ticket.order_id == order_id)
            return (await session.execute(count)).scalar_one()

    async def told(self, aggregate_id: str) -> list[str]:
        """The types of the messages about a thing, in order."""
        async with self.database.transaction() as session:
            rows = await session.execute(
                select(OutboxMessage.type).where(OutboxMessage.aggregate_id == aggregate_id).order_by(OutboxMessage.n)
            )
            return list(rows.scalars())

    async def payloads(self, aggregate_id: str) -> list[dict[str, Any]]:
        """What the messages about a thing say, in order."""
        query = select(OutboxMessage.payload).where(OutboxMessage.aggregate_id == aggregate_id)
        async with self.database.transaction() as session:
            return list((await session.execute(query.order_by(OutboxMessage.n))).scalars())


# Makes somebody who organizes the event.
OrganizerOf = Callable[..., Awaitable["Buyer"]]


@dataclass
class Buyer:
    """Somebody with a browser: every write carries a key, and is repeated with it while the answer is "not now"."""

    client: httpx.AsyncClient
    person: Person
    answers: list[httpx.Response] = field(default_factory=list)

    async def post(self, path: str, body: Any = None, key: str | None = None) -> httpx.Response:
        headers = {"Idempotency-Key": key or uuid.uuid4().hex}
        for _ in range(PATIENCE):
            answer = await self.client.post(f"/api/v1{path}", json=body, headers=headers, auth=self.person)
            if "retry-after" not in answer.headers:
                break
            await asyncio.sleep(random.uniform(0, float(answer.headers["retry-after"])))
        self.answers.append(answer)
        return answer

    async def get(self, path: str) -> httpx.Response:
        return await self.client.get(f"/api/v1{path}", auth=self.person)

    async def hold(self, offered: Offered, quantity: int = 1, **codes: str) -> dict[str, Any]:
        return _made(await self.post("/holds", offered.hold(quantity, **codes)), 201)

    async def order(self, offered: Offered, quantity: int = 1, **codes: str) -> dict[str, Any]:
        return _made(await self.post("/orders", offered.order(quantity, **codes)), 201)

    async def pay(self, order: dict[str, Any]) -> dict[str, Any]:
        return _made(await self.post(f"/orders/{order['id']}/payment"), 200)

    async def tickets(self, order: dict[str, Any]) -> list[str]:
        """Their ids, as they were issued."""
        page = (await self.get(f"/tickets?order_id={order['id']}&limit=100")).json()
        return sorted(ticket["id"] for ticket in page["data"])

    async def refund(self, order: dict[str, Any], **wish: Any) -> dict[str, Any]:
        return _made(await self.post("/refunds", {"order_id": order["id"], **wish}), 201)

    async def status(self, order: dict[str, Any]) -> str:
        return str((await self.get(f"/orders/{order['id']}")).json()["status"])


def discount(code: str = "EARLYBIRD", **differences: Any) -> CodeState:
    return _code("discount", code, {"rate": None if "amount" in differences else 2000, **differences})


def access(offered: Offered, code: str = "FRIENDS", **differences: Any) -> CodeState:
    """A code that opens the event's first type."""
    return _code("access", code, {"ticket_type_ids": [offered.kind_id], **differences})


def _code(kind: str, code: str, differences: dict[str, Any]) -> CodeState:
    usual = dict.fromkeys(
        ("rate", "amount", "ticket_type_ids", "max_uses", "max_per_account", "valid_from", "valid_until")
    )
    return CodeState.model_validate({"code_id": new_id("code"), "kind": kind, "code": code, **usual, **differences})


def _made(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    made: dict[str, Any] = answer.json()
    return made


def _event(**differences: Any) -> EventState:
    doors_at = datetime.now(UTC) + timedelta(days=30)
    usual = {
        "event_id": new_id("evt"),
        "organizer_id": new_id("org"),
        "organizer_name": "Kulturverein",
        "slug": f"night-{uuid.uuid4().hex}",
        "title": "A Night",
        "status": "published",
        "venue_name": "Hall",
        "venue_address": "Hauptstraße 1, Berlin",
        "city": "Berlin",
        "country": "DE",
        "time_zone": "Europe/Berlin",
        "doors_at": doors_at,
        "starts_at": doors_at + timedelta(hours=1),
        "ends_at": doors_at + timedelta(hours=5),
    }
    return EventState.model_validate({**usual, **differences})


def _ticket_type(event_id: str, position: int, **differences: Any) -> TicketTypeState:
    usual = {
        "ticket_type_id": new_id("tt"),
        "event_id": event_id,
        "position": position,
        "name": "Standing",
        "description": "",
        "price": 2500,
        "currency": "EUR",
        "max_per_order": 10,
        "max_per_account": None,
        "sales_start_at": None,
        "sales_end_at": None,
        "valid_from": None,
        "valid_until": None,
        "is_withdrawn": False,
        "version": 1,
    }
    return TicketTypeState.model_validate({**usual, **differences})
