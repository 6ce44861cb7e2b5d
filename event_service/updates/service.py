from datetime import timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from event_service.events import telling
from event_service.events.errors import EventNotPublished
from event_service.events.models import Event
from event_service.updates.errors import TooManyUpdates
from event_service.updates.models import EventUpdate
from shared.message_log import outbox
from shared.messages.event import UpdateSent
from shared.persistence import clock

MOST_A_DAY = 5


def of_event(event_id: str) -> Select[EventUpdate]:
    return select(EventUpdate).where(EventUpdate.event_id == event_id)


async def send(session: AsyncSession, event: Event, *, account_id: str, subject: str, text: str) -> EventUpdate:
    """Everybody who has tickets is told, once, also of a canceled event. Hold the event's lock.

    Raises EventNotPublished, TooManyUpdates.
    """
    if not event.is_public:
        raise EventNotPublished
    now = await clock.now(session)
    lately = select(func.count()).where(
        EventUpdate.event_id == event.id, EventUpdate.created_at > now - timedelta(days=1)
    )
    if (await session.execute(lately)).scalar_one() >= MOST_A_DAY:
        raise TooManyUpdates
    update = EventUpdate(event_id=event.id, account_id=account_id, subject=subject, text=text, created_at=now)
    session.add(update)
    await session.flush()  # its id is shown and told
    message = UpdateSent(
        event_id=event.id, update_id=update.id, event=telling.state_of(event), subject=subject, text=text
    )
    await outbox.add(session, message)
    return update
