from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from event_service.organizers.authority import managed_by
from event_service.organizers.models import Organizer
from event_service.venues.models import Venue
from shared.access.principals import Principal
from shared.errors import NotFound
from shared.persistence import clock


async def create(session: AsyncSession, organizer: Organizer, facts: dict[str, Any]) -> Venue:
    """`facts`: name, street, city, country and time zone."""
    venue = Venue(organizer_id=organizer.id, created_at=await clock.now(session), **facts)
    session.add(venue)
    await session.flush()  # its id is shown to the caller
    return venue


def of_organizer(organizer_id: str) -> Select[Venue]:
    return select(Venue).where(Venue.organizer_id == organizer_id)


async def get_managed(session: AsyncSession, venue_id: str, caller: Principal) -> Venue:
    """Raises NotFound when there is none or the caller does not manage its organizer."""
    return await _one(session, _venue(venue_id).where(managed_by(caller, Venue.organizer_id)))


async def get_managed_for_update(session: AsyncSession, venue_id: str, caller: Principal) -> Venue:
    query = _venue(venue_id).where(managed_by(caller, Venue.organizer_id))
    return await _one(session, query.with_for_update())


async def get_managed_for_share(session: AsyncSession, venue_id: str, caller: Principal) -> Venue:
    """The venue for an event; it stays as it is until the transaction ends."""
    query = _venue(venue_id).where(managed_by(caller, Venue.organizer_id))
    return await _one(session, query.with_for_update(read=True), param="venue_id")


async def get_of_organizer_for_share(session: AsyncSession, venue_id: str, organizer_id: str) -> Venue:
    """The venue for an event of its organizer; it stays as it is until the transaction ends. Raises NotFound."""
    query = _venue(venue_id).where(Venue.organizer_id == organizer_id)
    return await _one(session, query.with_for_update(read=True), param="venue_id")


def _venue(venue_id: str) -> Select[Venue]:
    return select(Venue).where(Venue.id == venue_id)


async def _one(session: AsyncSession, query: Select[Venue], param: str | None = None) -> Venue:
    venue = (await session.execute(query)).scalar_one_or_none()
    if venue is None:
        raise NotFound(param=param)
    return venue
