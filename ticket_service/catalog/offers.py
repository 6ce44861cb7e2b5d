"""What an event offers at a moment: who asks for tickets gets them by these rules, at these prices."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.persistence.database import among
from ticket_service.catalog.errors import (
    CurrenciesDiffer,
    EventIsCanceled,
    EventIsPostponed,
    EventNotFound,
    SalesEnded,
    SalesNotStarted,
    TicketTypeNotFound,
    TooManyPerOrder,
)
from ticket_service.catalog.models import Event, EventStatus, SaleRules, TicketType

_WITH_RULES = select(Event, SaleRules).outerjoin(SaleRules, SaleRules.event_id == Event.id)


class Offer(NamedTuple):
    """So many tickets of one type, at the price of the moment."""

    ticket_type: TicketType
    quantity: int

    @property
    def unit_price(self) -> int:
        return self.ticket_type.price


class Catalog(NamedTuple):
    """An event, its sale rules if any were told, and types of it in its order."""

    event: Event
    rules: SaleRules | None
    kinds: list[TicketType]


async def get_event(session: AsyncSession, event_id: str) -> Event:
    """Raises EventNotFound."""
    event = await session.get(Event, event_id)
    if event is None:
        raise EventNotFound
    return event


async def find_events(session: AsyncSession, event_ids: Collection[str]) -> Mapping[str, Event]:
    """Those of the events that are there, by id."""
    rows = await session.execute(select(Event).where(among(Event.id, event_ids)))
    return {event.id: event for event in rows.scalars()}


async def get_event_with_rules(session: AsyncSession, event_id: str) -> tuple[Event, SaleRules | None]:
    """Both in one question. Raises EventNotFound."""
    event, rules = await find_event_with_rules(session, event_id)
    if event is None:
        raise EventNotFound
    return event, rules


async def find_event_with_rules(session: AsyncSession, event_id: str) -> tuple[Event | None, SaleRules | None]:
    row = (await session.execute(_WITH_RULES.where(Event.id == event_id))).first()
    return (None, None) if row is None else (row[0], row[1])


async def find_catalogs(
    session: AsyncSession, event_ids: Collection[str], type_ids: Collection[str]
) -> Mapping[str, Catalog]:
    """The events, their rules and those of the types that are theirs; all in one question."""
    of_event = and_(TicketType.event_id == Event.id, among(TicketType.id, type_ids))
    query = _WITH_RULES.add_columns(TicketType).outerjoin(TicketType, of_event).where(among(Event.id, event_ids))
    catalogs: dict[str, Catalog] = {}
    for event, rules, kind in await session.execute(query.order_by(TicketType.position, TicketType.id)):
        catalog = catalogs.setdefault(event.id, Catalog(event, rules, []))
        if kind is not None:
            catalog.kinds.append(kind)
    return catalogs


async def get_offers(
    session: AsyncSession,
    event: Event,
    quantities: Mapping[str, int],
    moment: datetime,
    unlocked: Collection[str] = (),
) -> Sequence[Offer]:
    """The types asked for (`quantities`: tickets by type, all lines of a wish together), in the event's order.

    Types that are `unlocked` are sold although they are hidden or their sale has not begun.
    Raises the catalog's errors when one of them cannot be sold now or not so many in one order.
    """
    return choose(event, await find_types(session, event.id, quantities), quantities, moment, unlocked)


async def find_types(session: AsyncSession, event_id: str, ids: Iterable[str]) -> Sequence[TicketType]:
    """Those of the types that are the event's, in its order."""
    rows = await session.execute(
        select(TicketType)
        .where(TicketType.event_id == event_id, among(TicketType.id, ids))
        .order_by(TicketType.position, TicketType.id)
    )
    return rows.scalars().all()


async def find_names(session: AsyncSession, ids: Collection[str]) -> Mapping[str, str]:
    """What the types are called now, by id."""
    rows = await session.execute(select(TicketType.id, TicketType.name).where(among(TicketType.id, ids)))
    return {row.id: row.name for row in rows}


def choose(
    event: Event,
    kinds: Iterable[TicketType],
    quantities: Mapping[str, int],
    moment: datetime,
    unlocked: Collection[str] = (),
) -> Sequence[Offer]:
    """What `get_offers` does, by rows that the caller has read."""
    require_on_sale(event)
    offers = [
        Offer(kind, quantities[kind.id])
        for kind in kinds
        if kind.id in quantities and (not kind.is_hidden or kind.id in unlocked)
    ]
    missing = set(quantities) - {offer.ticket_type.id for offer in offers}
    if missing:
        raise TicketTypeNotFound(ticket_type_id=min(missing))
    for offer in offers:
        _require_sellable(event, offer, moment, is_unlocked=offer.ticket_type.id in unlocked)
    if len({offer.ticket_type.currency for offer in offers}) > 1:
        raise CurrenciesDiffer
    return offers


def require_on_sale(event: Event) -> None:
    """Raises EventIsCanceled or EventIsPostponed."""
    if event.is_canceled:
        raise EventIsCanceled
    if event.status == EventStatus.POSTPONED:
        raise EventIsPostponed


def _require_sellable(event: Event, offer: Offer, moment: datetime, *, is_unlocked: bool) -> None:
    kind = offer.ticket_type
    if not is_unlocked and kind.sales_start_at is not None and moment < kind.sales_start_at:
        raise SalesNotStarted(ticket_type_id=kind.id, sales_start_at=kind.sales_start_at)
    if kind.is_withdrawn or moment >= kind.last_sale_at(event):
        raise SalesEnded(ticket_type_id=kind.id)
    if offer.quantity > kind.max_per_order:
        raise TooManyPerOrder(ticket_type_id=kind.id, max_per_order=kind.max_per_order)
