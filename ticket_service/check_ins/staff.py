"""Who may check in where: operators who are staff of the event, its organizer's members, admins."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, DateTime, any_, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.principals import Principal, Role
from shared.persistence import clock
from ticket_service.catalog.models import Event, EventStaff
from ticket_service.catalog.organizers import is_organized_by
from ticket_service.check_ins.errors import EventNotStaffed


async def get_event(session: AsyncSession, event_id: str, caller: Principal) -> Event:
    """The event. Raises EventNotStaffed alike when it is not there and when the caller may not check in at it."""
    event = await find_event(session, event_id, caller)
    if event is None:
        raise EventNotStaffed
    return event


async def find_event(session: AsyncSession, event_id: str, caller: Principal) -> Event | None:
    query = select(Event).where(Event.id == event_id, _may_check_in(caller))
    return (await session.execute(query)).scalar_one_or_none()


async def list_events(session: AsyncSession, caller: Principal) -> Sequence[Event]:
    """The events at which the caller may check in, those nearest to now first, at most a hundred."""
    moment = literal(await clock.now(session), DateTime(timezone=True))
    until = func.extract("epoch", Event.starts_at - moment)
    since = func.extract("epoch", moment - Event.ends_at)
    distance = func.greatest(until, since, 0)  # what is running is nearest
    query = select(Event).where(_may_check_in(caller)).order_by(distance, Event.starts_at, Event.id).limit(100)
    return (await session.execute(query)).scalars().all()


def _may_check_in(caller: Principal) -> ColumnElement[bool]:
    """The role says what kind of act, the row on which event; both are needed."""
    if Role.OPERATOR not in caller.roles:
        return is_organized_by(caller)
    staffed = select(EventStaff.event_id).where(literal(caller.account_id) == any_(EventStaff.account_ids))
    return or_(is_organized_by(caller), Event.id.in_(staffed))
