"""Whether an event and its ticket types are on sale at a moment, and telling the others when that crosses a line."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.message_log import outbox
from shared.messages.ticket import AvailabilityChanged
from shared.persistence import clock
from ticket_service.catalog import offers
from ticket_service.catalog.models import Event, EventStatus, TicketType
from ticket_service.pricing.calculation import PricedLine, Terms
from ticket_service.pricing.terms import price_of_one, terms_of
from ticket_service.stock.models import Allocation, ToldSaleStatus


class SaleStatus(StrEnum):
    PREPARING = "preparing"
    NOT_YET = "not_yet"
    ON_SALE = "on_sale"
    FEW_LEFT = "few_left"
    SOLD_OUT = "sold_out"
    ENDED = "ended"
    CANCELED = "canceled"
    POSTPONED = "postponed"


_TOLD = frozenset({SaleStatus.NOT_YET, SaleStatus.ON_SALE, SaleStatus.FEW_LEFT, SaleStatus.SOLD_OUT, SaleStatus.ENDED})
# An event is as open as its most open ticket type.
_MOST_OPEN_FIRST = (
    SaleStatus.ON_SALE,
    SaleStatus.FEW_LEFT,
    SaleStatus.NOT_YET,
    SaleStatus.SOLD_OUT,
    SaleStatus.PREPARING,
)


def level_of(capacity: int, in_use: int) -> SaleStatus:
    """On sale, few left (a tenth at most, but always the last ticket) or sold out."""
    available = capacity - in_use
    if available <= 0:
        return SaleStatus.SOLD_OUT
    return SaleStatus.FEW_LEFT if available <= max(1, capacity // 10) else SaleStatus.ON_SALE


@dataclass(frozen=True)
class TypeOnSale:
    ticket_type: TicketType
    status: SaleStatus
    available: int
    is_waitlist_open: bool
    # Of one ticket.
    price: PricedLine


@dataclass(frozen=True)
class Sale:
    """An event's sale as it is at a moment."""

    event: Event
    terms: Terms
    ticket_types: Sequence[TypeOnSale]
    next_change_at: datetime | None

    @property
    def shown(self) -> Sequence[TypeOnSale]:
        """Without the types that are for those who have a code."""
        return [kind for kind in self.ticket_types if not kind.ticket_type.is_hidden]

    @property
    def status(self) -> SaleStatus:
        if self.event.status != EventStatus.PUBLISHED:
            return SaleStatus(self.event.status)
        found = {kind.status for kind in self.shown or self.ticket_types}
        return next((status for status in _MOST_OPEN_FIRST if status in found), SaleStatus.ENDED)


async def find(session: AsyncSession, event_id: str, unlocked: Collection[str] = ()) -> Sale | None:
    """As it is for whoever has a code for the types that are `unlocked`. None while the event is not known here."""
    event, rules = await offers.find_event_with_rules(session, event_id)
    if event is None:
        return None
    kinds = await session.execute(
        select(TicketType)
        .where(TicketType.event_id == event_id, TicketType.is_withdrawn.is_(False))
        .order_by(TicketType.position, TicketType.id)
    )
    rows = await session.execute(
        select(Allocation).where(Allocation.event_id == event_id).execution_options(populate_existing=True)
    )
    allocations = {allocation.ticket_type_id: allocation for allocation in rows.scalars()}
    looked_at = _Look(event, terms_of(rules), allocations, await clock.now(session), unlocked)
    return looked_at.sale(kinds.scalars().all())


@dataclass(frozen=True)
class _Look:
    """What one look at an event's sale has found."""

    event: Event
    terms: Terms
    allocations: Mapping[str | None, Allocation]
    moment: datetime
    unlocked: Collection[str]

    def sale(self, kinds: Iterable[TicketType]) -> Sale:
        on_sale = [self._type_on_sale(kind) for kind in kinds]
        boundaries = [
            boundary
            for kind in on_sale
            for boundary in (kind.ticket_type.sales_start_at, kind.ticket_type.last_sale_at(self.event))
            if boundary is not None and boundary > self.moment
        ]
        return Sale(self.event, self.terms, on_sale, min(boundaries, default=None))

    def _type_on_sale(self, kind: TicketType) -> TypeOnSale:
        drawn_from = [self.allocations[key] for key in (kind.id, None) if key in self.allocations]
        is_awaited = any(allocation.is_awaited for allocation in drawn_from)
        available = 0 if is_awaited else min((allocation.available for allocation in drawn_from), default=0)
        status = self._status(kind, drawn_from, is_awaited=is_awaited)
        can_return = status == SaleStatus.SOLD_OUT and all(allocation.capacity > 0 for allocation in drawn_from)
        # A line is only for what everybody could buy.
        is_waitlist_open = can_return and self._has_begun(kind) and not kind.is_hidden
        return TypeOnSale(kind, status, available, is_waitlist_open, price_of_one(kind, self.terms))

    def _status(self, kind: TicketType, drawn_from: Sequence[Allocation], *, is_awaited: bool) -> SaleStatus:
        if self.event.status != EventStatus.PUBLISHED:
            return SaleStatus(self.event.status)
        if self.moment >= kind.last_sale_at(self.event):
            return SaleStatus.ENDED
        if not self._has_begun(kind) and kind.id not in self.unlocked:
            return SaleStatus.NOT_YET
        if kind.id not in self.allocations:
            return SaleStatus.PREPARING
        if is_awaited:
            return SaleStatus.SOLD_OUT
        scarcest = min(drawn_from, key=lambda allocation: allocation.available)
        return level_of(scarcest.capacity, scarcest.held + scarcest.sold)

    def _has_begun(self, kind: TicketType) -> bool:
        return kind.sales_start_at is None or self.moment >= kind.sales_start_at


async def tell(session: AsyncSession, event_id: str) -> None:
    """Tells the others when the event's sale stands otherwise than they were last told.

    It locks the event's row of what was told, after the allocations whose change it looks at: transactions that cross at
    the same time come one after the other, and the later one sees both changes.
    """
    row = insert(ToldSaleStatus).values(event_id=event_id, status=SaleStatus.PREPARING)
    await session.execute(row.on_conflict_do_nothing())
    told = await session.get_one(ToldSaleStatus, event_id, with_for_update=True, populate_existing=True)
    sale = await find(session, event_id)
    if sale is None:
        return
    told.next_change_at = sale.next_change_at
    if sale.status != told.status:
        told.status = sale.status
        if sale.status in _TOLD:
            await outbox.add(session, AvailabilityChanged(event_id=event_id, sale_status=sale.status))


async def tell_due(session: AsyncSession, limit: int) -> None:
    """The same for events whose sale the clock has opened or closed."""
    due = (
        select(ToldSaleStatus.event_id)
        .where(ToldSaleStatus.next_change_at <= await clock.now(session))
        .order_by(ToldSaleStatus.event_id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    for event_id in (await session.execute(due)).scalars().all():
        await tell(session, event_id)
