"""A venue or an organizer has changed: all its events show that, a batch in each transaction."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from event_service.events import queries, telling
from event_service.events.models import EventStatus
from event_service.organizers.models import Organizer
from event_service.showing.models import PendingShow
from event_service.venues.models import Venue
from shared.message_log import pokes
from shared.persistence import clock
from shared.persistence.database import Database

BATCH = 50
SHOW_TASK = "event.show_changes"


async def organizer_renamed(session: AsyncSession, organizer: Organizer) -> None:
    """Hold the organizer's lock."""
    await _begin(session, PendingShow(organizer_id=organizer.id))


async def venue_changed(session: AsyncSession, venue: Venue) -> None:
    """Hold the venue's lock."""
    await _begin(session, PendingShow(venue_id=venue.id))


async def _begin(session: AsyncSession, pending: PendingShow) -> None:
    """The first batch at once; the worker does the rest."""
    if await _show_batch(session, pending):
        session.add(pending)
        pokes.hint(session, SHOW_TASK)


async def go_on_all(database: Database) -> None:
    """Until every event shows what has changed."""
    more = True
    while more:
        async with database.transaction() as session:
            more = await go_on(session)


async def go_on(session: AsyncSession) -> bool:
    """Takes the oldest unfinished change a batch further; False when there is none."""
    oldest = select(PendingShow).order_by(PendingShow.id).limit(1).with_for_update(skip_locked=True)
    pending = (await session.execute(oldest)).scalar_one_or_none()
    if pending is None:
        return False
    if not await _show_batch(session, pending):
        await session.delete(pending)
    return True


async def _show_batch(session: AsyncSession, pending: PendingShow) -> bool:
    """Whether there may be more. Others are told of what is ahead; what is over or canceled only shows it."""
    moment = await clock.now(session)
    events = await queries.lock_all(session, pending.criteria, limit=BATCH)
    for event in events:
        event.touch()
        if event.status != EventStatus.CANCELED and event.ends_at is not None and event.ends_at > moment:
            await telling.tell_changed(session, event)
    if events:
        pending.reached = events[-1].id
    return len(events) == BATCH
