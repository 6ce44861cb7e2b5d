"""Events as somebody may see them. They come with their organizer, venue, ticket types and what is added to their prices."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Select, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from event_service.events.models import Event, EventStatus
from event_service.events.ticket_type import TicketType
from event_service.organizers.authority import has_role, managed_by
from shared.access.principals import Principal
from shared.errors import NotFound
from shared.persistence.database import among

WHOLE = (
    selectinload(Event.organizer),
    selectinload(Event.venue),
    selectinload(Event.ticket_types).selectinload(TicketType.sale_rules),
)


async def get_visible(session: AsyncSession, event_id: str, caller: Principal | None) -> Event:
    """Published events are everybody's, drafts their managers'. Raises NotFound."""
    return await _one(session, select(Event).where(Event.id == event_id, _visible_to(caller)))


async def get_visible_by_slug(session: AsyncSession, slug: str, caller: Principal | None) -> Event:
    return await _one(session, select(Event).where(Event.slug == slug, _visible_to(caller)))


async def get_managed(session: AsyncSession, event_id: str, caller: Principal) -> Event:
    """Raises NotFound when there is none or the caller does not manage it."""
    return await _one(session, _managed(event_id, caller))


async def get_managed_for_update(session: AsyncSession, event_id: str, caller: Principal) -> Event:
    return await _one(session, _managed(event_id, caller).with_for_update())


async def find_for_update(session: AsyncSession, event_id: str) -> Event | None:
    return (await session.execute(_whole(select(Event).where(Event.id == event_id)).with_for_update())).scalar()


async def list_all(session: AsyncSession, event_ids: Collection[str]) -> Sequence[Event]:
    """Those of the events that are there, whosever they are."""
    return (await session.execute(_whole(select(Event).where(among(Event.id, event_ids))))).scalars().all()


def of_organizer(organizer_id: str, status: EventStatus | None) -> Select[Event]:
    events = select(Event).where(Event.organizer_id == organizer_id).options(*WHOLE)
    return events if status is None else events.where(Event.status == status)


async def lock_all(session: AsyncSession, *criteria: ColumnElement[bool], limit: int | None = None) -> Sequence[Event]:
    """All events that meet the criteria, or the first of them, locked in the order of their ids."""
    query = _whole(select(Event).where(*criteria).order_by(Event.id).limit(limit).with_for_update())
    return (await session.execute(query)).scalars().all()


def _managed(event_id: str, caller: Principal) -> Select[Event]:
    return select(Event).where(Event.id == event_id, managed_by(caller, Event.organizer_id))


def _visible_to(caller: Principal | None) -> ColumnElement[bool]:
    """Whoever manages nothing, or is nobody, sees what is public."""
    own = managed_by(caller, Event.organizer_id) if caller is not None and has_role(caller) else false()
    return or_(Event.status != EventStatus.DRAFT, own)


def _whole(query: Select[Event]) -> Select[Event]:
    return query.options(*WHOLE).execution_options(populate_existing=True)


async def _one(session: AsyncSession, query: Select[Event]) -> Event:
    event = (await session.execute(_whole(query))).scalar_one_or_none()
    if event is None:
        raise NotFound
    return event
