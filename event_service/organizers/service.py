from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from event_service.organizers import members
from event_service.organizers.authority import managed_by
from event_service.organizers.models import Organizer
from shared.access.principals import Principal
from shared.errors import NotFound
from shared.persistence import clock


async def create(session: AsyncSession, account_id: str, name: str) -> Organizer:
    """The account becomes its first member, and EventCreator."""
    organizer = Organizer(name=name, created_at=await clock.now(session))
    session.add(organizer)
    await session.flush()  # its members refer to its id
    await members.add(session, organizer, account_id)
    return organizer


def managed(caller: Principal) -> Select[Organizer]:
    return select(Organizer).where(managed_by(caller, Organizer.id))


async def get_managed(session: AsyncSession, organizer_id: str, caller: Principal) -> Organizer:
    """Raises NotFound when there is none or the caller does not manage it."""
    return await _one(session, _with_id(organizer_id, caller))


async def get_managed_for_update(session: AsyncSession, organizer_id: str, caller: Principal) -> Organizer:
    return await _one(session, _with_id(organizer_id, caller).with_for_update())


async def get_managed_for_share(session: AsyncSession, organizer_id: str, caller: Principal) -> Organizer:
    """Its name stays as it is until the transaction ends: what is made meanwhile copies it."""
    return await _one(session, _with_id(organizer_id, caller).with_for_update(read=True))


def _with_id(organizer_id: str, caller: Principal) -> Select[Organizer]:
    return managed(caller).where(Organizer.id == organizer_id)


async def _one(session: AsyncSession, query: Select[Organizer]) -> Organizer:
    organizer = (await session.execute(query)).scalar_one_or_none()
    if organizer is None:
        raise NotFound
    return organizer
