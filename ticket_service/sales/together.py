"""Orders that take their tickets and are placed in one request, decided for an event in groups.

A group is one transaction: the stock that it draws from is locked once, each wish is decided in the order of its arrival,
and what comes of all of them is written and committed together: orders, tickets, messages and the kept answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncSession

from shared.deciding import keyed_groups
from shared.deciding.gathering import Gathering
from shared.deciding.keyed_groups import KeyedGroup, Request
from shared.message_log import outbox
from shared.message_log.outbox import OutboxMessage
from shared.persistence import bulk
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


@dataclass
class _Group:
    """What a group knows and what it is going to write."""

    settings: Settings
    keys: KeyedGroup[Wish]
    event: Event | None
    terms: Terms
    codes: Mapping[str, Code]
    uses: LockedUses
    kinds: Sequence[TicketType]
    stock: LockedStock
    orders: list[Order] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)
    told: list[OutboxMessage] = field(default_factory=list)

    def answer(self, request: Request[Wish]) -> Response:
        answer = self.keys.answer(request, self._place)
        assert answer is not None, "each wish is decided here"
        return answer

    def _place(self, wish: Wish) -> Response:
        """Raises the catalog's and the codes' errors, SoldOut or TooManyPerAccount; then nothing is taken."""
        if self.event is None:
            raise EventNotFound
        moment = self.keys.moment
        good = codes.check(self.codes, wish.entered, wish.quantities, moment)
        chosen = offers.choose(self.event, self.kinds, wish.quantities, moment, good.unlocked)
        price = price_of(chosen, self.terms, good.discount)
        names = {offer.ticket_type.id: offer.ticket_type.name for offer in chosen}
        order = drafting.draft(self.settings, wish, price, names, good, moment)
        self.uses.require(wish.account_id, good.all)
        self.stock.take(wish.account_id, chosen, sold=order.is_free)
        self.uses.take(wish.account_id, good.all)
        self.orders.append(order)
        if order.is_free:
            tickets, told = completion.mark_paid(order, self.event, moment)
            self.tickets += tickets
            self.told.append(outbox.entry(told, moment))
        return Response(schemas.written(order), 201, media_type="application/json")

    async def write(self, session: AsyncSession) -> None:
        await self.uses.write(session)
        await self.stock.write(session)
        await self.keys.write(
            session,
            self.stock.allowances,
            bulk.Insert(self.orders),
            bulk.Insert([line for order in self.orders for line in order.lines]),
            bulk.Insert(self.tickets),
            outbox.appending(session, self.told),
        )


def gathering(runtime: Runtime[Settings]) -> Gathering[Request[Wish], Response]:
    """One per process."""
    return keyed_groups.deciding(runtime.database, partial(_read, runtime.settings))


async def _read(settings: Settings, session: AsyncSession, requests: Sequence[Request[Wish]]) -> _Group:
    """What requests about one event need: its codes and its stock are locked."""
    wishes = [request.wish for request in requests]
    event_id = wishes[0].event_id
    kinds = {kind for wish in wishes for kind in wish.quantities}
    accounts = {wish.account_id for wish in wishes}
    found = await codes.find(session, event_id, {word for wish in wishes for word in wish.entered.words})
    uses = await LockedUses.lock(session, found.values(), accounts)
    stock = await LockedStock.lock(session, event_id, kinds, accounts)
    event, rules, offered = await offers.find_catalog(session, event_id, kinds)
    return _Group(
        settings=settings,
        keys=await KeyedGroup.read(session, requests),
        event=event,
        terms=terms_of(rules),
        codes=found,
        uses=uses,
        kinds=offered,
        stock=stock,
    )
