"""Who waits for what, and in which order."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased, joinedload

from shared.persistence import clock
from shared.web.pagination import Page, Paging, paginate
from ticket_service.catalog.models import Event, EventStatus, TicketType
from ticket_service.stock.models import Allocation
from ticket_service.waitlist.errors import WaitlistEntryNotFound
from ticket_service.waitlist.models import EntryStatus, WaitlistEntry

T = TypeVar("T")

_SHOWN = (joinedload(WaitlistEntry.event), joinedload(WaitlistEntry.ticket_type))
_LIVE = WaitlistEntry.status.in_([EntryStatus.WAITING, EntryStatus.OFFERED])
_WAITING = WaitlistEntry.status == EntryStatus.WAITING


async def get(session: AsyncSession, entry_id: str, *, account_id: str) -> WaitlistEntry:
    """With its event and ticket type. Raises WaitlistEntryNotFound, also for somebody else's."""
    return await _one(session, _own(entry_id, account_id))


async def get_for_update(session: AsyncSession, entry_id: str, *, account_id: str) -> WaitlistEntry:
    """The same, locked: of offering, accepting, leaving and ending one comes first. Stock is locked afterwards."""
    return await _one(session, _own(entry_id, account_id).with_for_update(of=WaitlistEntry))


async def list_own(
    session: AsyncSession, account_id: str, paging: Paging, *, status: EntryStatus | None, event_id: str | None
) -> Page[Any]:
    """The newest first."""
    query = select(WaitlistEntry).where(WaitlistEntry.account_id == account_id).options(*_SHOWN)
    if status is not None:
        query = query.where(WaitlistEntry.status == status)
    if event_id is not None:
        query = query.where(WaitlistEntry.event_id == event_id)
    return await paginate(session, query, paging, order_by=[WaitlistEntry.id], descending=True)


async def find_places(session: AsyncSession, entries: Sequence[WaitlistEntry]) -> Mapping[str, int]:
    """By entry, of those that wait: its place in the line for its ticket type, 1 is the next."""
    waiting = [entry.id for entry in entries if entry.status == EntryStatus.WAITING]
    if not waiting:
        return {}
    before = aliased(WaitlistEntry)
    place = (
        select(func.count())
        .where(
            before.ticket_type_id == WaitlistEntry.ticket_type_id,
            before.status == EntryStatus.WAITING,
            before.number <= WaitlistEntry.number,
        )
        .scalar_subquery()
    )
    rows = await session.execute(select(WaitlistEntry.id, place.label("place")).where(WaitlistEntry.id.in_(waiting)))
    return {row.id: row.place for row in rows}


async def list_live_for_update(
    session: AsyncSession, account_id: str, ticket_type_id: str | None = None
) -> Sequence[WaitlistEntry]:
    """What the account waits for or is offered, locked, in the order of ids."""
    query = select(WaitlistEntry).where(WaitlistEntry.account_id == account_id, _LIVE).order_by(WaitlistEntry.id)
    if ticket_type_id is not None:
        query = query.where(WaitlistEntry.ticket_type_id == ticket_type_id)
    return (await session.execute(query.options(*_SHOWN).with_for_update(of=WaitlistEntry))).scalars().all()


async def find_due(session: AsyncSession, limit: int) -> Sequence[str]:
    """Entries to which nothing can be offered any more, and offers that are over."""
    due = _joined(select(WaitlistEntry.id)).where(_LIVE, await _is_due(session)).order_by(WaitlistEntry.number)
    return (await session.execute(due.limit(limit))).scalars().all()


async def list_due_for_update(session: AsyncSession, entry_ids: Sequence[str]) -> Sequence[WaitlistEntry]:
    """Those of them that still are, but for what others have locked."""
    due = _joined(select(WaitlistEntry)).where(WaitlistEntry.id.in_(entry_ids), _LIVE, await _is_due(session))
    locked = due.options(*_SHOWN).with_for_update(skip_locked=True, of=WaitlistEntry)
    return (await session.execute(locked)).scalars().all()


async def find_events_to_serve(session: AsyncSession, limit: int, *, after: str | None) -> Sequence[str]:
    """Events on sale for whose tickets people wait, or waited, and of which some have returned."""
    returned = (Allocation.is_awaited, Allocation.held + Allocation.sold < Allocation.capacity)
    on_sale = select(Event.id).where(Event.status == EventStatus.PUBLISHED)
    query = select(Allocation.event_id).distinct().where(*returned, Allocation.event_id.in_(on_sale))
    if after is not None:
        query = query.where(Allocation.event_id > after)
    return (await session.execute(query.order_by(Allocation.event_id).limit(limit))).scalars().all()


async def list_first_for_update(session: AsyncSession, event_id: str, per_type: int) -> Sequence[WaitlistEntry]:
    """The first in the lines of those types of the event of whose own tickets some have returned, in the order of joining.

    Nobody is passed over because somebody else has locked their entry.
    """
    own = and_(
        Allocation.ticket_type_id == WaitlistEntry.ticket_type_id,
        Allocation.held + Allocation.sold < Allocation.capacity,
    )
    place = func.row_number().over(partition_by=WaitlistEntry.ticket_type_id, order_by=WaitlistEntry.number)
    lines = (
        select(WaitlistEntry.id, place.label("place"))
        .join(Allocation, own)
        .where(WaitlistEntry.event_id == event_id, _WAITING)
        .subquery()
    )
    first = select(lines.c.id).where(lines.c.place <= per_type)
    query = select(WaitlistEntry).where(WaitlistEntry.id.in_(first), _WAITING).order_by(WaitlistEntry.number)
    return (await session.execute(query.options(*_SHOWN).with_for_update(of=WaitlistEntry))).scalars().all()


async def find_awaited_types(session: AsyncSession, event_id: str) -> set[str]:
    """For which of the event's types somebody waits. Lock its stock first: nobody joins meanwhile then."""
    query = select(WaitlistEntry.ticket_type_id).distinct().where(WaitlistEntry.event_id == event_id, _WAITING)
    return set((await session.execute(query)).scalars())


async def _is_due(session: AsyncSession) -> ColumnElement[bool]:
    """While an event is postponed nothing is sold, and its lines stay as they are; what was offered is taken back.

    A type that is hidden has no line: nobody would be served, and its tickets kept even from who has an access code.
    """
    moment = await clock.now(session)
    is_over = or_(Event.ends_at <= moment, TicketType.sales_end_at <= moment, TicketType.is_withdrawn)
    has_passed = or_(Event.status == EventStatus.POSTPONED, WaitlistEntry.offered_until <= moment)
    is_closed = or_(is_over, and_(_WAITING, TicketType.is_hidden))
    return or_(
        Event.status == EventStatus.CANCELED,
        and_(Event.status == EventStatus.PUBLISHED, is_closed),
        and_(WaitlistEntry.status == EntryStatus.OFFERED, has_passed),
    )


def _joined(query: Select[T]) -> Select[T]:
    return query.join(Event, Event.id == WaitlistEntry.event_id).join(
        TicketType, TicketType.id == WaitlistEntry.ticket_type_id
    )


def _own(entry_id: str, account_id: str) -> Select[WaitlistEntry]:
    of_account = (WaitlistEntry.id == entry_id, WaitlistEntry.account_id == account_id)
    return select(WaitlistEntry).where(*of_account).options(*_SHOWN)


async def _one(session: AsyncSession, query: Select[WaitlistEntry]) -> WaitlistEntry:
    entry = (await session.execute(query)).scalar_one_or_none()
    if entry is None:
        raise WaitlistEntryNotFound
    return entry
