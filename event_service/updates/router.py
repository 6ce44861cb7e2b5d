"""What organizers write to everybody who has tickets for an event."""

from typing import Any

from event_service.events import queries
from event_service.events.errors import EventNotPublished
from event_service.events.schemas import EventId
from event_service.organizers.access import Manager
from event_service.updates import service
from event_service.updates.errors import TooManyUpdates
from event_service.updates.models import EventUpdate
from event_service.updates.schemas import UpdateCreate, UpdateRead
from shared.deciding import idempotency
from shared.web import problems
from shared.web.pagination import InvalidCursor, Page, paginate
from shared.web.paging import PagingQuery
from shared.web.transactions import Transaction

router = idempotency.router(tags=["updates"])


@router.post(
    "/events/{event_id}/updates",
    status_code=201,
    response_model=UpdateRead,
    dependencies=[idempotency.accepted],
    responses=problems.responses(EventNotPublished, TooManyUpdates),
)
async def send_update(event_id: EventId, body: UpdateCreate, caller: Manager, session: Transaction) -> EventUpdate:
    """Writes to everybody who has tickets for an event that you manage: by e-mail to who wants such news, and in the
    application. It cannot be taken back.
    """
    event = await queries.get_managed_for_update(session, event_id, caller)
    return await service.send(session, event, account_id=caller.account_id, subject=body.subject, text=body.text)


@router.get("/events/{event_id}/updates", response_model=Page[UpdateRead], responses=problems.responses(InvalidCursor))
async def list_updates(event_id: EventId, caller: Manager, session: Transaction, paging: PagingQuery) -> Page[Any]:
    """What was written to the owners of tickets for an event that you manage, the newest first."""
    event = await queries.get_managed(session, event_id, caller)
    return await paginate(session, service.of_event(event.id), paging, order_by=[EventUpdate.id], descending=True)
