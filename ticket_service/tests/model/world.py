"""The system under test: the application as it is, a database, a provider, and a clock that the test moves on."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import orjson
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session, SessionTransaction

from shared.errors import Unavailable
from shared.ids import new_id
from shared.persistence import clock
from shared.testing.insisting import decided
from ticket_service.holds import service as holds
from ticket_service.payments.models import Payment
from ticket_service.stock import service as stock
from ticket_service.stock.errors import CapacityBelowSold
from ticket_service.sweeping import sweep
from ticket_service.tests.model.looking import look
from ticket_service.tests.model.sale import WHOLE
from ticket_service.tests.shop import Buyer, Offered
from ticket_service.tests.stripe import DECLINED, VISA, Stripe, intent_id, signature
from ticket_service.tests.till import LONG_AGO, Till
from ticket_service.tickets.codes import Code, CodeKeys
from ticket_service.tickets.models import Ticket
from ticket_service.transfers import service as transfers
from ticket_service.waitlist import offering

ORGANIZER, ADMIN = "organizer", "admin"
PAUSE_SECONDS = 0.05


class Ahead:
    """How far this process's transactions are ahead of the database's clock."""

    def __init__(self) -> None:
        self.by = timedelta()

    @contextmanager
    def travelling(self) -> Iterator[None]:
        def begin(session: Session, transaction: SessionTransaction) -> None:
            if transaction.parent is None:
                session.info[clock._KEY] = datetime.now(UTC) + self.by

        event.listen(Session, "after_transaction_create", begin)
        try:
            yield
        finally:
            event.remove(Session, "after_transaction_create", begin)


@dataclass
class World:
    """Things have names that the test gives them; here they are ids. A refusal is told by its code."""

    till: Till
    stripe: Stripe
    ahead: Ahead
    keys: CodeKeys
    offered: Offered
    kinds: dict[str, str]
    people: dict[str, Buyer]
    addresses: dict[str, str]
    # How often each request is sent at once, and again afterwards: under one key, so that it has one effect.
    hands: int = 1
    repeats: int = 0
    ids: dict[str, str] = field(default_factory=dict)
    check_ins: dict[str, str] = field(default_factory=dict)
    payments: dict[str, dict[str, Any]] = field(default_factory=dict)
    _holds: dict[str, tuple[str, int]] = field(default_factory=dict)
    _tickets: dict[str, str] = field(default_factory=dict)

    @property
    def event_id(self) -> str:
        return self.offered.event_id

    def id(self, name: str) -> str:
        return self.ids[name]

    def address(self, who: str) -> str:
        return self.addresses[who]

    def held(self, hold: str) -> tuple[str, int]:
        """Of which type, and how many."""
        return self._holds[hold]

    def items(self, kind: str, number: int) -> list[dict[str, Any]]:
        return [{"ticket_type_id": self.kinds[kind], "quantity": number}]

    def holders(self, kind: str, number: int) -> list[dict[str, Any]]:
        return [{"ticket_type_id": self.kinds[kind], "name": f"Guest {place}"} for place in range(number)]

    async def seen(self) -> dict[str, tuple[Any, ...]]:
        """What the database shows of the event."""
        names = {id_: name for name, id_ in self.ids.items()} | {id_: name for name, id_ in self.kinds.items()}
        names |= {buyer.person.account_id: who for who, buyer in self.people.items()}
        async with self.till.database.transaction() as session:
            return await look(session, self.event_id, names)

    async def make(self, name: str, who: str, path: str, body: Any = None) -> str:
        """Something new that has this name from now on."""
        answer = await self._write(who, path, body)
        if answer.is_success:
            made = answer.json()
            self.ids[name] = made["id"]
            if made["id"].startswith("hold_"):
                [item] = made["items"]
                kinds = {id_: kind for kind, id_ in self.kinds.items()}
                self._holds[name] = (kinds[item["ticket_type_id"]], item["quantity"])
        return _outcome(answer)

    async def post(self, who: str, path: str, body: Any = None) -> str:
        return _outcome(await self._write(who, path, body))

    async def delete(self, who: str, path: str) -> str:
        buyer = self.people[who]
        return _outcome(await decided(lambda: buyer.client.delete(f"/api/v1{path}", auth=buyer.person)))

    async def begin_payment(self, order: str, by: str) -> str:
        answer = await self._write(by, f"/orders/{self.ids[order]}/payment", None)
        if answer.is_success:
            self.payments[order] = answer.json()
        return _outcome(answer)

    async def confirm(self, order: str, *, is_good: bool) -> str:
        answer = await self.stripe.confirm(self.payments[order], VISA if is_good else DECLINED)
        return (
            "ok" if answer.is_success or (not is_good and answer.status_code == 402) else answer.json()["error"]["code"]
        )

    async def webhook(self, order: str, copies: int) -> str:
        subject = {"object": "payment_intent", "id": intent_id(self.payments[order]), "status": "succeeded"}
        told = {"id": new_id("evt"), "type": "payment_intent.succeeded", "data": {"object": subject}}
        body = orjson.dumps(told)
        headers = {"Content-Type": "application/json", "Stripe-Signature": signature(body)}
        client = self.people[ADMIN].client
        for _ in range(copies):
            answer = await client.post("/api/v1/payments/stripe/webhook", content=body, headers=headers)
            assert answer.status_code == 200, answer.text
        return "ok"

    async def scan(self, ticket: str, version: int) -> str:
        code = self.keys.sign(Code(self.event_id, await self.ticket(ticket), version))
        scan = {"scan_id": str(uuid.uuid4()), "event_id": self.event_id, "code": code}
        answers = [await self._write(ADMIN, "/check-ins", scan) for _ in range(1 + self.repeats)]
        assert len({answer.content for answer in answers}) == 1, [answer.text for answer in answers]
        result = answers[0].json()
        if result["result"] == "admitted":
            self.check_ins[ticket] = result["check_in"]["id"]
        return "ok" if result["result"] == "admitted" else result["reason"]

    async def ticket(self, name: str) -> str:
        """The id of an order's ticket by its place."""
        if name not in self._tickets:
            order, _, place = name.partition("/")
            found = select(Ticket.id).where(Ticket.order_id == self.ids[order]).order_by(Ticket.id)
            async with self.till.database.transaction() as session:
                self._tickets[name] = (await session.execute(found)).scalars().all()[int(place)]
        return self._tickets[name]

    async def open_whole(self) -> None:
        async with self.till.database.transaction() as session:
            await stock.open_allocation(session, self.event_id, None, 0)

    async def set_capacity(self, of: str, number: int) -> str:
        async def set_it() -> None:
            async with self.till.database.transaction() as session:
                if of == WHOLE:
                    await stock.set_overall_capacity(session, self.event_id, number)
                else:
                    await stock.set_capacity(session, self.event_id, self.kinds[of], number)

        try:
            return await _done(set_it)
        except CapacityBelowSold as refused:
            return refused.code()

    def wait(self, time: timedelta) -> str:
        self.ahead.by += time
        return "ok"

    async def settle(self) -> str:
        """Every payment of the event is looked at."""
        orders = [self.ids[order] for order in self.payments]
        async with self.till.database.transaction() as session:
            await session.execute(update(Payment).where(Payment.order_id.in_(orders)).values(due_at=LONG_AGO))
        return await _done(self.till.settle)

    async def sweep(self) -> str:
        database, settings = self.till.database, self.till.runtime.settings
        await _done(lambda: sweep(database, holds.find_due, holds.expire))
        await _done(self.till.expire)
        return await _done(lambda: transfers.expire_due(database, settings))

    async def send_refunds(self) -> str:
        return await _done(self.till.send_refunds)

    async def serve(self) -> str:
        return await _done(lambda: offering.serve(self.till.database, self.till.runtime.settings))

    async def _write(self, who: str, path: str, body: Any) -> httpx.Response:
        """With one key, as often as said: the answers are the same to the byte."""
        buyer, headers = self.people[who], {"Idempotency-Key": uuid.uuid4().hex}

        def ask() -> Awaitable[httpx.Response]:
            return buyer.client.post(f"/api/v1{path}", json=body, headers=headers, auth=buyer.person)

        answers = await asyncio.gather(*(decided(ask) for _ in range(self.hands)))
        answers += [await decided(ask) for _ in range(self.repeats)]
        assert len({answer.content for answer in answers}) == 1, [answer.text for answer in answers]
        return answers[0]


async def _done(work: Callable[[], Awaitable[None]]) -> str:
    """What the worker does, again as long as the database is busy."""
    while True:
        try:
            await work()
        except Unavailable:
            await asyncio.sleep(PAUSE_SECONDS)
        else:
            return "ok"


def _outcome(answer: httpx.Response) -> str:
    assert answer.status_code < 500, answer.text
    return "ok" if answer.is_success else str(answer.json()["code"])
