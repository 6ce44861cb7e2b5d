from sqlalchemy.ext.asyncio import AsyncSession

from notification_service.events.models import Event
from shared.messages.event import EventState


async def find(session: AsyncSession, event_id: str) -> EventState | None:
    event = await session.get(Event, event_id)
    return event.as_state() if event else None


async def remember(session: AsyncSession, state: EventState, version: int) -> EventState | None:
    """Keeps the state unless a newer one is known. Returns the one that it replaces."""
    event = await session.get(Event, state.event_id, with_for_update=True)
    if event is None:
        session.add(Event(id=state.event_id, version=version, state=state.model_dump(mode="json")))
        return None
    if event.version > version:
        return None
    before = event.as_state()
    event.version, event.state = version, state.model_dump(mode="json")
    return before


def is_planned_anew(before: EventState, after: EventState) -> bool:
    """Whether somebody who has a ticket would go at another time or to another place."""
    plans = [
        (state.doors_at, state.starts_at, state.ends_at, state.venue_name, state.venue_address, state.city)
        for state in (before, after)
    ]
    return plans[0] != plans[1]
