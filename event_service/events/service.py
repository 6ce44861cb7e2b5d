from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from event_service.events import readiness, slugs, telling
from event_service.events.models import Event
from event_service.organizers.models import Organizer
from event_service.venues.models import Venue
from shared.errors import NotFound
from shared.persistence import clock


async def draft(session: AsyncSession, organizer: Organizer, venue: Venue | None, facts: dict[str, Any]) -> Event:
    """A new draft. Hold a lock on organizer and venue, whose names it copies into its words."""
    event = Event(
        organizer=organizer,
        venue=venue,
        venue_id=venue.id if venue else None,
        slug=await slugs.choose(session, facts["title"]),
        created_at=await clock.now(session),
        ticket_types=[],
        **facts,
    )
    event.index_words()
    session.add(event)
    await session.flush()  # its id is shown to the caller
    return event


async def edit(session: AsyncSession, event: Event, changes: dict[str, Any], venue: Venue | None) -> None:
    """Changes the named facts and tells it; `venue` is what `venue_id` names. Hold the locks of event and venue.

    Raises EventIsCanceled, EventNotReady, and NotFound for a venue of another organizer.
    """
    if venue is not None and venue.organizer_id != event.organizer_id:
        raise NotFound(param="venue_id")
    different = event.change(changes)
    if not different:
        return
    if "venue_id" in different:
        event.venue = venue
    if event.is_public:
        readiness.check_still_whole(event)
    elif "title" in different:
        event.slug = await slugs.choose(session, event.title)
    await show(session, event)


async def show(session: AsyncSession, event: Event) -> None:
    """Something that its page shows has changed."""
    event.touch()
    await telling.tell_changed(session, event)


async def delete_draft(session: AsyncSession, event: Event) -> None:
    """With its ticket types, staff and image. Hold its lock. Raises EventNotDraft."""
    event.check_deletable()
    await session.execute(delete(Event).where(Event.id == event.id))
