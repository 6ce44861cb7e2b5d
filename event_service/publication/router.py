"""Whether an event takes place: published, postponed, canceled."""

from fastapi import Response

from event_service import etags
from event_service.events import queries
from event_service.events.errors import (
    EventAlreadyPublished,
    EventIsCanceled,
    EventNotPublished,
    EventNotReady,
)
from event_service.events.models import Event
from event_service.events.schemas import EventId, EventRead
from event_service.organizers.access import Manager
from event_service.publication import service
from event_service.publication.schemas import Cancellation, Postponement
from shared.deciding import idempotency
from shared.web import problems
from shared.web.transactions import Transaction

router = idempotency.router(tags=["events"])


@router.post(
    "/events/{event_id}/publish",
    response_model=EventRead,
    dependencies=[idempotency.accepted],
    responses=problems.responses(EventNotReady, EventAlreadyPublished, EventIsCanceled),
)
async def publish_event(event_id: EventId, caller: Manager, session: Transaction, response: Response) -> Event:
    """Makes a draft public and opens its sale, or says in `errors` all that is missing. Also resumes a postponed event."""
    event = await queries.get_managed_for_update(session, event_id, caller)
    await service.publish(session, event)
    response.headers["ETag"] = etags.of(event.version)
    return event


@router.post(
    "/events/{event_id}/postpone",
    response_model=EventRead,
    dependencies=[idempotency.accepted],
    responses=problems.responses(EventNotReady, EventNotPublished, EventIsCanceled),
)
async def postpone_event(
    event_id: EventId, body: Postponement, caller: Manager, session: Transaction, response: Response
) -> Event:
    """Says that the event takes place later, at the new times if they are known. `publish` resumes it."""
    event = await queries.get_managed_for_update(session, event_id, caller)
    await service.postpone(session, event, body.reason, body.model_dump(exclude={"reason"}, exclude_none=True))
    response.headers["ETag"] = etags.of(event.version)
    return event


@router.post(
    "/events/{event_id}/cancel",
    response_model=EventRead,
    dependencies=[idempotency.accepted],
    responses=problems.responses(EventNotPublished, EventIsCanceled),
)
async def cancel_event(
    event_id: EventId, body: Cancellation, caller: Manager, session: Transaction, response: Response
) -> Event:
    """Calls the event off, for good. Orders that are not paid yet end, all others are refunded."""
    event = await queries.get_managed_for_update(session, event_id, caller)
    await service.cancel(session, event, body.reason)
    response.headers["ETag"] = etags.of(event.version)
    return event
