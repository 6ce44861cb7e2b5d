"""Whose events they are."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, any_, false, literal, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.principals import Principal, Role
from ticket_service.catalog.errors import EventNotFound
from ticket_service.catalog.models import Event, OrganizerMembers


def is_organized_by(caller: Principal) -> ColumnElement[bool]:
    """Whether an event is one of the caller's: an admin's, or an organizer's who has the caller among its members.

    The role says what kind of act, the row on which event; both are needed.
    """
    if caller.is_admin:
        return true()
    if Role.EVENT_CREATOR not in caller.roles:
        return false()
    account = literal(caller.account_id)
    organized = select(OrganizerMembers.organizer_id).where(account == any_(OrganizerMembers.account_ids))
    return Event.organizer_id.in_(organized)


async def list_members(session: AsyncSession, event_id: str) -> Sequence[str]:
    """The accounts that manage the event."""
    of_event = OrganizerMembers.organizer_id == Event.organizer_id
    query = select(OrganizerMembers.account_ids).join(Event, of_event).where(Event.id == event_id)
    return (await session.execute(query)).scalar_one_or_none() or ()


async def organizes(session: AsyncSession, caller: Principal, event_id: str) -> bool:
    query = select(Event.id).where(Event.id == event_id, is_organized_by(caller))
    return (await session.execute(query)).first() is not None


async def require_organizes(session: AsyncSession, caller: Principal, event_id: str) -> None:
    """Raises EventNotFound for whoever does not, as if there were no such event."""
    if not await organizes(session, caller, event_id):
        raise EventNotFound
