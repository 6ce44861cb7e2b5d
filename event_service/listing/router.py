"""Lists of events: the public one, and an organizer's own."""

from typing import Annotated, Any

from fastapi import Depends, Query, Request, Response
from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from event_service.analytics import service as analytics
from event_service.events import queries as events
from event_service.events.models import Event, EventStatus
from event_service.events.schemas import EventSummary, OwnEventSummary
from event_service.listing import queries
from event_service.listing.queries import Filters
from event_service.listing.schemas import CategoryList
from event_service.organizers import service as organizers
from event_service.organizers.access import Manager
from event_service.organizers.schemas import OrganizerId
from shared.deciding import idempotency
from shared.persistence import clock
from shared.web import identity, problems
from shared.web.identity import Admin, OptionalCaller
from shared.web.pagination import InvalidCursor, Page, Paging, paginate
from shared.web.paging import PagingQuery
from shared.web.transactions import Transaction
from shared.web.wire import Moment

router = idempotency.router(tags=["events"])


async def _filters(
    q: Annotated[
        str | None,
        Query(
            max_length=200, description="Words, or their beginnings; all of them must be found.", examples=["jazz mill"]
        ),
    ] = None,
    city: Annotated[str | None, Query(max_length=200, examples=["Graz"])] = None,
    category: Annotated[str | None, Query(max_length=60, examples=["music"])] = None,
    since: Annotated[
        Moment | None, Query(alias="from", description="Events that are not over by then; never before now.")
    ] = None,
    until: Annotated[Moment | None, Query(alias="to", description="Events that have started by then.")] = None,
    organizer_id: Annotated[OrganizerId | None, Query()] = None,
) -> Filters:
    return Filters(q, city, category, since, until, organizer_id)


@router.get("/events", response_model=Page[EventSummary], responses=problems.responses(InvalidCursor))
async def list_events(
    filters: Annotated[Filters, Depends(_filters)],
    paging: PagingQuery,
    _caller: OptionalCaller,
    session: Transaction,
    request: Request,
    response: Response,
) -> Page[Any]:
    """Published events that are not over, postponed and canceled ones too, the next first."""
    upcoming = queries.upcoming(filters, await clock.now(session))
    page = await paginate(session, upcoming, paging, order_by=[Event.starts_at, Event.id])
    if "authorization" not in request.headers:
        response.headers["Cache-Control"] = "public, max-age=1"
    return page


@router.get("/event-categories", response_model=CategoryList, dependencies=[identity.public])
async def list_event_categories(session: Transaction, response: Response) -> dict[str, Any]:
    """The categories of published events that are not over, the most common first."""
    response.headers["Cache-Control"] = "public, max-age=60"
    found = await session.execute(queries.categories(await clock.now(session)))
    return {"data": found.all()}


@router.get("/organizers/{organizer_id}/events", responses=problems.responses(InvalidCursor))
async def list_organizer_events(
    organizer_id: OrganizerId,
    caller: Manager,
    session: Transaction,
    paging: PagingQuery,
    status: Annotated[EventStatus | None, Query()] = None,
) -> Page[OwnEventSummary]:
    """All events of an organizer that you manage, drafts too, the newest first."""
    organizer = await organizers.get_managed(session, organizer_id, caller)
    return await _sold(session, events.of_organizer(organizer.id, status), paging)


@router.get("/admin/events", responses=problems.responses(InvalidCursor))
async def list_all_events(
    _admin: Admin,
    session: Transaction,
    paging: PagingQuery,
    q: Annotated[
        str | None, Query(max_length=200, description="Words, an event's id, or the last part of its address.")
    ] = None,
    status: Annotated[EventStatus | None, Query()] = None,
) -> Page[OwnEventSummary]:
    """All events of all organizers, drafts and past ones too, the newest first."""
    return await _sold(session, queries.every(q, status), paging)


async def _sold(session: AsyncSession, found: Select[Event], paging: Paging) -> Page[OwnEventSummary]:
    page = await paginate(session, found, paging, order_by=[Event.id], descending=True)
    sold = await analytics.count_sold(session, [event.id for event in page.data])
    data = [OwnEventSummary.of(event, sold.get(event.id, 0)) for event in page.data]
    return Page(data=data, has_more=page.has_more, next_cursor=page.next_cursor)
