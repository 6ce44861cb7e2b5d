"""Orders that take their tickets and are placed in one request, decided for an event in groups.

A group is one transaction: the stock that it draws from is locked once, each wish is decided in the order of its arrival,
and what comes of all of them is written and committed together: orders, tickets, messages and the kept answers.
"""

from collections.abc import Mapping, Sequence
from contextvars import Context
from dataclasses import dataclass, field
from datetime import datetime

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncSession

from shared import bulk, clock, kept_answers, outbox, problems, revocations
from shared.errors import DomainError, Unauthenticated
from shared.gathering import Gathering
from shared.kept_answers import IdempotencyKey, Keyed
from shared.outbox import OutboxMessage
from shared.runtime import Runtime
from ticket_service.catalog import offers
from ticket_service.catalog.errors import EventNotFound
from ticket_service.catalog.models import Code, Event, TicketType
from ticket_service.config import Settings
from ticket_service.orders import schemas
from ticket_service.orders.models import Order
from ticket_service.pricing import codes
from ticket_service.pricing.calculation import Terms
from ticket_service.pricing.locked import LockedUses
from ticket_service.pricing.terms import price_of, terms_of
from ticket_service.sales import completion, drafting
from ticket_service.sales.drafting import Wish
from ticket_service.stock.locked import LockedStock
from ticket_service.tickets.models import Ticket


@dataclass(frozen=True)
class Request:
    """A wish, the session in which it was made, and its idempotency key."""

    wish: Wish
    session_id: str
    keyed: Keyed


@dataclass
class _Group:
    """What a group knows and what it is going to write."""

    settings: Settings
    moment: datetime
    event: Event | None
    terms: Terms
    codes: Mapping[str, Code]
    uses: LockedUses
    kinds: Sequence[TicketType]
    stock: LockedStock
    revoked: set[str]
    kept: dict[tuple[str, str], IdempotencyKey]
    orders: list[Order] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)
    told: list[OutboxMessage] = field(default_factory=list)
    answers: list[IdempotencyKey] = field(default_factory=list)

    def answer(self, request: Request) -> Response:
        """The answer to one request, kept under its key. A refusal has taken nothing."""
        try:
            if request.session_id in self.revoked:
                raise Unauthenticated
            kept = self.kept.get((request.keyed.account_id, request.keyed.key))
            if kept is not None:
                return kept_answers.replayed(kept, request.keyed.fingerprint)
        except DomainError as error:
            return problems.of(error)
        response = self._decided(request.wish)
        row = request.keyed.kept(response, self.moment)
        if row is not None:
            self.kept[row.account_id, row.key] = row
            self.answers.append(row)
        return response

    def _decided(self, wish: Wish) -> Response:
        try:
            order = self._place(wish)
        except DomainError as error:
            return problems.of(error)
        return Response(schemas.written(order), 201, media_type="application/json")

    def _place(self, wish: Wish) -> Order:
        if self.event is None:
            raise EventNotFound
        good = codes.check(self.codes, wish.entered, wish.quantities, self.moment)
        chosen = offers.choose(self.event, self.kinds, wish.quantities, self.moment, good.unlocked)
        price = price_of(chosen, self.terms, good.discount)
        names = {offer.ticket_type.id: offer.ticket_type.name for offer in chosen}
        order = drafting.draft(self.settings, wish, price, names, good, self.moment)
        self.uses.require(wish.account_id, good.all)
        self.stock.take(wish.account_id, chosen, sold=order.is_free)
        self.uses.take(wish.account_id, good.all)
        self.orders.append(order)
        if order.is_free:
            tickets, told = completion.mark_paid(order, self.event, self.moment)
            self.tickets += tickets
            self.told.append(outbox.entry(told, self.moment))
        return order

    async def write(self, session: AsyncSession) -> None:
        """Raises RequestInProgress when one of the keys has been used for something else meanwhile."""
        await self.uses.write(session)
        await self.stock.write(session)
        await bulk.insert(session, self.orders)
        await bulk.insert(session, [line for order in self.orders for line in order.lines])
        await bulk.insert(session, self.tickets)
        await kept_answers.add_all(session, self.answers)
        if self.told:
            await outbox.add_all(session, self.told)


def gathering(runtime: Runtime[Settings]) -> Gathering[Request, Response]:
    """One per process."""

    async def decide(requests: Sequence[Request], contexts: Sequence[Context]) -> Sequence[Response]:
        async with runtime.database.transaction() as session:
            return await _decide(session, runtime.settings, requests, contexts)

    return Gathering(decide)


async def _decide(
    session: AsyncSession, settings: Settings, requests: Sequence[Request], contexts: Sequence[Context]
) -> Sequence[Response]:
    """Answers requests about one event, each in its own context: its trace and its request id."""
    event_id = requests[0].wish.event_id
    kinds = {kind for request in requests for kind in request.wish.quantities}
    accounts = {request.wish.account_id for request in requests}
    words = {word for request in requests for word in request.wish.entered.words}
    found = await codes.find(session, event_id, words)
    uses = await LockedUses.lock(session, found.values(), accounts)
    stock = await LockedStock.lock(session, event_id, kinds, accounts)
    event, rules = await offers.find_event_with_rules(session, event_id) or (None, None)
    group = _Group(
        settings=settings,
        moment=await clock.now(session),
        event=event,
        terms=terms_of(rules),
        codes=found,
        uses=uses,
        kinds=await offers.find_types(session, event_id, kinds),
        stock=stock,
        revoked=await revocations.find_revoked(session, {request.session_id for request in requests}),
        kept=await kept_answers.find(session, [request.keyed for request in requests]),
    )
    answers = [context.run(group.answer, request) for context, request in zip(contexts, requests, strict=True)]
    await group.write(session)
    return answers
