"""Events: drafts and changes for those who manage them, the page of one for everybody."""

from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response

from event_service import etags
from event_service.events import queries, service
from event_service.events.errors import EventIsCanceled, EventNotDraft, EventNotReady
from event_service.events.models import Event
from event_service.events.schemas import (
    EventChange,
    EventCreate,
    EventId,
    EventRead,
    Slug,
)
from event_service.organizers import service as organizers
from event_service.organizers.access import Manager
from event_service.venues import service as venues
from shared.deciding import idempotency
from shared.deciding.gathering import Gathering, reading
from shared.web import problems, transactions
from shared.web.identity import OptionalCaller
from shared.web.transactions import Transaction

rush_router = idempotency.router(tags=["events"], direct=True)
router = idempotency.router(tags=["events"])


@router.post("/events", status_code=201, response_model=EventRead, dependencies=[idempotency.accepted])
async def create_event(body: EventCreate, caller: Manager, session: Transaction, response: Response) -> Event:
    """Drafts an event of an organizer that you manage. Nobody else sees it until it is published."""
    organizer = await organizers.get_managed_for_share(session, body.organizer_id, caller)
    venue = None
    if body.venue_id is not None:
        venue = await venues.get_of_organizer_for_share(session, body.venue_id, organizer.id)
    event = await service.draft(session, organizer, venue, _facts(body, exclude={"organizer_id", "venue_id"}))
    response.headers["ETag"] = etags.of(event.version)
    return event


@router.get("/events/by-slug/{slug}", response_model=EventRead)
async def read_event_by_slug(
    slug: Slug, caller: OptionalCaller, session: Transaction, if_none_match: etags.IfNoneMatch = None
) -> Response:
    """An event by the readable end of its page's address."""
    shown = _Shown.of(await queries.get_visible_by_slug(session, slug, caller))
    return shown.response(if_none_match, is_for_all=caller is None)


@rush_router.get("/events/{event_id}", response_model=EventRead)
async def read_event(
    event_id: EventId, caller: OptionalCaller, request: Request, if_none_match: etags.IfNoneMatch = None
) -> Response:
    """An event: everybody's once it has been published, before that its managers'. The `ETag` is for changing it."""
    if caller is None:
        shown = await _pages(request).ask(event_id, event_id)
    else:
        session = await transactions.begin(request)
        shown = _Shown.of(await queries.get_visible(session, event_id, caller))
    return shown.response(if_none_match, is_for_all=caller is None)


@dataclass(frozen=True)
class _Shown:
    """An event's page as it goes out."""

    body: bytes
    etag: str
    is_public: bool

    @classmethod
    def of(cls, event: Event) -> "_Shown":
        return cls(EventRead.model_validate(event).model_dump_json().encode(), etags.of(event.version), event.is_public)

    def response(self, if_none_match: str | None, *, is_for_all: bool) -> Response:
        headers = {"ETag": self.etag}
        if self.is_public and is_for_all:
            headers["Cache-Control"] = "public, max-age=1"
        if etags.is_fresh(if_none_match, self.etag):
            return Response(status_code=304, headers=headers)
        return Response(self.body, media_type="application/json", headers=headers)


def _pages(request: Request) -> Gathering[str, _Shown]:
    """What everybody sees of an event. One per process, from the first look on."""
    state = request.app.state
    if not hasattr(state, "pages"):
        runtime = state.runtime

        async def read(event_id: str) -> _Shown:
            async with runtime.database.transaction() as session:
                return _Shown.of(await queries.get_visible(session, event_id, None))

        state.pages = reading(read)
    pages: Gathering[str, _Shown] = state.pages
    return pages


@router.patch(
    "/events/{event_id}",
    response_model=EventRead,
    dependencies=[idempotency.accepted],
    responses=problems.responses(EventIsCanceled, EventNotReady, etags.ChangedMeanwhile),
)
async def change_event(
    event_id: EventId,
    body: EventChange,
    caller: Manager,
    session: Transaction,
    response: Response,
    if_match: etags.IfMatch = None,
) -> Event:
    """Changes what the body names. What is public must stay whole, and everybody who keeps a copy is told."""
    venue = None
    if body.venue_id is not None:
        venue = await venues.get_managed_for_share(session, body.venue_id, caller)
    event = await queries.get_managed_for_update(session, event_id, caller)
    etags.check(if_match, event.version)
    await service.edit(session, event, _facts(body, exclude_unset=True), venue)
    response.headers["ETag"] = etags.of(event.version)
    return event


@router.delete(
    "/events/{event_id}",
    status_code=204,
    dependencies=[idempotency.accepted],
    responses=problems.responses(EventNotDraft),
)
async def delete_event(event_id: EventId, caller: Manager, session: Transaction) -> None:
    """Deletes a draft with everything that belongs to it. What has been published is canceled instead."""
    event = await queries.get_managed_for_update(session, event_id, caller)
    await service.delete_draft(session, event)


def _facts(body: EventCreate | EventChange, **options: Any) -> dict[str, Any]:
    """The body as columns; the programme as it is stored, in the order in which it happens."""
    facts = body.model_dump(**options)
    if "programme" in facts:
        entries = sorted(body.programme, key=lambda entry: entry.starts_at)
        facts["programme"] = [entry.model_dump(mode="json") for entry in entries]
    return facts
