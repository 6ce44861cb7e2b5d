"""Orders that take their tickets and are placed in one request, decided for an event in groups.

A group is one transaction: the stock that it draws from is locked once, each wish is decided in the order of its arrival,
and what comes of all of them is written and committed together: orders, tickets, messages and the kept answers.
"""

from collections.abc import Sequence
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
from ticket_service.config import Settings
from ticket_service.orders import schemas
from ticket_service.orders.models import Order
from ticket_service.pricing.terms import price_of
from ticket_service.sales import completion, drafting
from ticket_service.sales.drafting import Wish
from ticket_service.stock.locked_sale import LockedSale
from ticket_service.tickets.models import Ticket


@dataclass
class _Group:
    """What a group knows and what it is going to write."""

    settings: Settings
    sale: LockedSale
    keys: KeyedGroup[Wish]
    orders: list[Order] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)
    told: list[OutboxMessage] = field(default_factory=list)

    def answer(self, request: Request[Wish]) -> Response:
        answer = self.keys.answer(request, self._place)
        assert answer is not None, "each wish is decided here"
        return answer

    def _place(self, wish: Wish) -> Response:
        """Raises what `LockedSale` and `drafting.draft` raise; then nothing is taken."""
        moment = self.keys.moment
        event, chosen, good = self.sale.choose(wish, moment)
        price = price_of(chosen, self.sale.terms, good.discount)
        names = {offer.ticket_type.id: offer.ticket_type.name for offer in chosen}
        order = drafting.draft(self.settings, wish, price, names, good, moment)
        self.sale.take(wish.account_id, chosen, good, sold=order.is_free)
        self.orders.append(order)
        if order.is_free:
            tickets, told = completion.mark_paid(order, event, moment)
            self.tickets += tickets
            self.told.append(outbox.entry(told, moment))
        return Response(schemas.written(order), 201, media_type="application/json")

    async def write(self, session: AsyncSession) -> None:
        await self.sale.write(session)
        await self.keys.write(
            session,
            self.sale.stock.allowances,
            bulk.Insert(self.orders),
            bulk.Insert([line for order in self.orders for line in order.lines]),
            bulk.Insert(self.tickets),
            outbox.appending(session, self.told),
        )


def gathering(runtime: Runtime[Settings]) -> Gathering[Request[Wish], Response]:
    """One per process."""
    return keyed_groups.deciding(runtime.database, partial(_read, runtime.settings))


async def _read(settings: Settings, session: AsyncSession, requests: Sequence[Request[Wish]]) -> _Group:
    sale = await LockedSale.lock(session, [request.wish for request in requests])
    return _Group(settings, sale, await KeyedGroup.read(session, requests))
