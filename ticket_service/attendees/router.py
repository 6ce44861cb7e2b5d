"""Who comes to an event, for those who organize it."""

from typing import Annotated

from fastapi import Depends, Query

from shared.deciding import idempotency
from shared.web import problems
from shared.web.identity import LiveCaller
from shared.web.pagination import Page
from shared.web.paging import PagingQuery
from shared.web.transactions import Transaction
from ticket_service.attendees import queries
from ticket_service.attendees.queries import Filters
from ticket_service.attendees.schemas import AttendeeRead
from ticket_service.catalog.errors import EventNotFound
from ticket_service.catalog.ids import EventId, OrderId, TicketTypeId
from ticket_service.catalog.searching import SearchedFor
from ticket_service.tickets.models import TicketStatus

router = idempotency.router(tags=["tickets"])


async def _filters(
    q: SearchedFor = None,
    order_id: Annotated[OrderId | None, Query()] = None,
    ticket_type_id: Annotated[TicketTypeId | None, Query()] = None,
    status: Annotated[TicketStatus | None, Query()] = None,
    checked_in: Annotated[bool | None, Query(description="Only who is inside, or only who is not.")] = None,
) -> Filters:
    return Filters(q, order_id, ticket_type_id, status, checked_in)


@router.get("/events/{event_id}/tickets", responses=problems.responses(EventNotFound))
async def list_attendees(
    event_id: EventId,
    filters: Annotated[Filters, Depends(_filters)],
    caller: LiveCaller,
    session: Transaction,
    paging: PagingQuery,
) -> Page[AttendeeRead]:
    """The tickets of an event that you organize, with their holders' names and check-ins, the newest first."""
    page = await queries.list_of_event(session, event_id, caller, paging, filters)
    return Page(
        data=[AttendeeRead.of(attendance) for attendance in page.data],
        has_more=page.has_more,
        next_cursor=page.next_cursor,
    )
