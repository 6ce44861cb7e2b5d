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
from ticket_service.catalog.models import Event, EventStatus, TicketType
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


@dataclass(frozen=True)
class Sale:
    """An event's sale as it is at a moment."""

    event: Event
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
    event = await session.get(Event, event_id)
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
    return _sale(event, kinds.scalars().all(), allocations, await clock.now(session), unlocked)


def _sale(
    event: Event,
    kinds: Iterable[TicketType],
    allocations: Mapping[str | None, Allocation],
    moment: datetime,
    unlocked: Collection[str],
) -> Sale:
    on_sale = [_type_on_sale(event, kind, allocations, moment, is_unlocked=kind.id in unlocked) for kind in kinds]
    boundaries = [
        boundary
        for kind in on_sale
        for boundary in (kind.ticket_type.sales_start_at, kind.ticket_type.last_sale_at(event))
        if boundary is not None and boundary > moment
    ]
    return Sale(event, on_sale, min(boundaries, default=None))


def _type_on_sale(
    event: Event,
    kind: TicketType,
    allocations: Mapping[str | None, Allocation],
    moment: datetime,
    *,
    is_unlocked: bool,
) -> TypeOnSale:
    drawn_from = [allocations[key] for key in (kind.id, None) if key in allocations]
    is_awaited = any(allocation.is_awaited for allocation in drawn_from)
    has_begun = kind.sales_start_at is None or moment >= kind.sales_start_at
    available = 0 if is_awaited else min((allocation.available for allocation in drawn_from), default=0)
    if event.status != EventStatus.PUBLISHED:
        status = SaleStatus(event.status)
    elif moment >= kind.last_sale_at(event):
        status = SaleStatus.ENDED
    elif not has_begun and not is_unlocked:
        status = SaleStatus.NOT_YET
    elif kind.id not in allocations:
        status = SaleStatus.PREPARING
    elif is_awaited:
        status = SaleStatus.SOLD_OUT
    else:
        scarcest = min(drawn_from, key=lambda allocation: allocation.available)
        status = level_of(scarcest.capacity, scarcest.held + scarcest.sold)
    can_return = status == SaleStatus.SOLD_OUT and all(allocation.capacity > 0 for allocation in drawn_from)
    # A line is only for what everybody could buy.
    is_waitlist_open = can_return and has_begun and not kind.is_hidden
    return TypeOnSale(kind, status, available, is_waitlist_open)


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
