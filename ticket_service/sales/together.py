"""Orders that take their tickets and are placed in one request, decided in groups.

A group is one transaction: the stock that it draws from is locked once, each wish is decided in the order of its arrival,
and what comes of all of them is written and committed together: orders, tickets, messages and the kept answers.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
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
from ticket_service.stock import locked_sale
from ticket_service.stock.locked_sale import LockedSale
from ticket_service.tickets.models import Ticket


@dataclass
class _Group:
    """What a group knows and what it is going to write."""

    settings: Settings
    sales: Mapping[str, LockedSale]
    keys: KeyedGroup[Wish]
    orders: list[Order] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)
    told: list[OutboxMessage] = field(default_factory=list)

    def answer(self, request: Request[Wish]) -> Response | None:
        """None when somebody else is busy with the event's stock."""
        return self.keys.answer(request, self._place) if request.wish.event_id in self.sales else None

    def _place(self, wish: Wish) -> Response:
        """Raises what `LockedSale` and `drafting.draft` raise; then nothing is taken."""
        sale, moment = self.sales[wish.event_id], self.keys.moment
        event, chosen, good = sale.choose(wish, moment)
        price = price_of(chosen, sale.terms, good.discount)
        names = {offer.ticket_type.id: offer.ticket_type.name for offer in chosen}
        order = drafting.draft(self.settings, wish, price, names, good, moment)
        sale.take(wish.account_id, chosen, good, sold=order.is_free)
        self.orders.append(order)
        if order.is_free:
            tickets, told = completion.mark_paid(order, event, moment)
            self.tickets += tickets
            self.told.append(outbox.entry(told, moment))
        return Response(schemas.written(order), 201, media_type="application/json")

    async def write(self, session: AsyncSession) -> None:
        await self.keys.write(
            session,
            await locked_sale.write(session, self.sales.values()),
            bulk.Insert(self.orders),
            bulk.Insert([line for order in self.orders for line in order.lines]),
            bulk.Insert(self.tickets),
            outbox.appending(session, self.told),
        )


_Read = Callable[[Settings, AsyncSession, Sequence[Request[Wish]]], Awaitable[_Group]]


class OrderDesk:
    """Where orders are placed; one per process.

    All events share its groups, so that many that are on sale cost no more than one. An event whose stock somebody else has
    locked is waited for in groups of its own, and so are codes, whose rows are locked before.
    """

    def __init__(self, runtime: Runtime[Settings]) -> None:
        def deciding(read: _Read, *, mixes: bool) -> Gathering[Request[Wish], Response | None]:
            return keyed_groups.deciding(runtime.database, partial(read, runtime.settings), mixes=mixes)

        self._of_all = deciding(_read_free, mixes=True)
        self._of_one = deciding(_read, mixes=False)

    async def place(self, request: Request[Wish]) -> Response:
        """The answer: the order, or why there is none."""
        event_id = request.wish.event_id
        if not request.wish.entered.words and not self._of_one.is_asked(event_id):
            answer = await self._of_all.ask(event_id, request)
            if answer is not None:
                return answer
        answer = await self._of_one.ask(event_id, request)
        assert answer is not None, "its stock was waited for"
        return answer


async def _read_free(settings: Settings, session: AsyncSession, requests: Sequence[Request[Wish]]) -> _Group:
    sales = await locked_sale.lock_free(session, [request.wish for request in requests])
    decided_here = [request for request in requests if request.wish.event_id in sales]
    return _Group(settings, sales, await KeyedGroup.read(session, decided_here))


async def _read(settings: Settings, session: AsyncSession, requests: Sequence[Request[Wish]]) -> _Group:
    sale = await locked_sale.lock(session, [request.wish for request in requests])
    return _Group(settings, {requests[0].wish.event_id: sale}, await KeyedGroup.read(session, requests))
