"""Venues of an organizer."""

from typing import Annotated, Any

from fastapi import Query, Response

from event_service import etags
from event_service.organizers import service as organizers
from event_service.organizers.access import Manager
from event_service.organizers.schemas import OrganizerId
from event_service.showing import service as showing
from event_service.venues import service
from event_service.venues.models import Venue
from event_service.venues.schemas import VenueChange, VenueCreate, VenueId, VenueRead
from shared.deciding import idempotency
from shared.web import problems
from shared.web.pagination import InvalidCursor, Page, paginate
from shared.web.paging import PagingQuery
from shared.web.transactions import Transaction

router = idempotency.router(tags=["venues"])


@router.post("/venues", status_code=201, response_model=VenueRead, dependencies=[idempotency.accepted])
async def create_venue(body: VenueCreate, caller: Manager, session: Transaction, response: Response) -> Venue:
    """Adds a venue to an organizer that you manage."""
    organizer = await organizers.get_managed(session, body.organizer_id, caller)
    venue = await service.create(session, organizer, body.model_dump(exclude={"organizer_id"}))
    response.headers["ETag"] = etags.of(venue.version)
    return venue


@router.get("/venues", response_model=Page[VenueRead], responses=problems.responses(InvalidCursor))
async def list_venues(
    organizer_id: Annotated[OrganizerId, Query()], caller: Manager, session: Transaction, paging: PagingQuery
) -> Page[Any]:
    """The venues of an organizer that you manage."""
    organizer = await organizers.get_managed(session, organizer_id, caller)
    return await paginate(session, service.of_organizer(organizer.id), paging, order_by=[Venue.id])


@router.get("/venues/{venue_id}", response_model=VenueRead)
async def read_venue(venue_id: VenueId, caller: Manager, session: Transaction, response: Response) -> Venue:
    """A venue of an organizer that you manage. Everybody sees it with the events that take place there."""
    venue = await service.get_managed(session, venue_id, caller)
    response.headers["ETag"] = etags.of(venue.version)
    return venue


@router.patch(
    "/venues/{venue_id}",
    response_model=VenueRead,
    dependencies=[idempotency.accepted],
    responses=problems.responses(etags.ChangedMeanwhile),
)
async def change_venue(
    venue_id: VenueId,
    body: VenueChange,
    caller: Manager,
    session: Transaction,
    response: Response,
    if_match: etags.IfMatch = None,
) -> Venue:
    """Changes what the body names; the events that take place there show it."""
    venue = await service.get_managed_for_update(session, venue_id, caller)
    etags.check(if_match, venue.version)
    if venue.change(body.model_dump(exclude_unset=True)):
        await showing.venue_changed(session, venue)
    response.headers["ETag"] = etags.of(venue.version)
    return venue
