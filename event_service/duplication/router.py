"""An event once more."""

from fastapi import Response

from event_service import etags
from event_service.duplication import service
from event_service.duplication.schemas import Duplication
from event_service.events import queries
from event_service.events.models import Event
from event_service.events.schemas import EventId, EventRead
from event_service.organizers import service as organizers
from event_service.organizers.access import Manager
from event_service.venues import service as venues
from shared.deciding import idempotency
from shared.web.transactions import Transaction

router = idempotency.router(tags=["events"])


@router.post(
    "/events/{event_id}/duplicate", status_code=201, response_model=EventRead, dependencies=[idempotency.accepted]
)
async def duplicate_event(
    event_id: EventId, body: Duplication, caller: Manager, session: Transaction, response: Response
) -> Event:
    """Drafts the same event again, with its image, ticket types and sale rules, but without codes, staff and sales."""
    seen = await queries.get_managed(session, event_id, caller)
    await organizers.get_managed_for_share(session, seen.organizer_id, caller)
    if seen.venue_id is not None:
        await venues.get_managed_for_share(session, seen.venue_id, caller)
    event = await queries.get_managed_for_update(session, event_id, caller)
    copy = await service.duplicate(session, event, body.title, body.starts_at)
    response.headers["ETag"] = etags.of(copy.version)
    # As it is kept now: its prices are those of its own rules.
    return await queries.get_managed(session, copy.id, caller)
