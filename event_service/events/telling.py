"""What the others are told of an event: its whole public state, with a version that rises."""

from sqlalchemy.ext.asyncio import AsyncSession

from event_service.events.models import Event
from shared.message_log import outbox
from shared.messages.event import EventChanged, EventState


def state_of(event: Event) -> EventState:
    """The state of a published event."""
    venue = event.venue
    assert venue is not None, "a published event has a venue"
    assert event.doors_at is not None, "a published event has its times"
    assert event.starts_at is not None, "a published event has its times"
    assert event.ends_at is not None, "a published event has its times"
    return EventState(
        event_id=event.id,
        organizer_id=event.organizer_id,
        organizer_name=event.organizer.name,
        slug=event.slug,
        title=event.title,
        status=event.status,
        venue_name=venue.name,
        venue_address=venue.street,
        city=venue.city,
        country=venue.country,
        time_zone=venue.time_zone,
        doors_at=event.doors_at,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        image_id=event.image_id,
        status_reason=event.status_reason,
        postponed_from=event.postponed_from,
    )


async def tell_changed(session: AsyncSession, event: Event) -> None:
    """Call it after `touch`, with the event locked. Drafts are nobody's business."""
    if event.is_public:
        message = EventChanged(event_id=event.id, event=state_of(event), version=event.version)
        await outbox.add(session, message)
