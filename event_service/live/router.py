"""How an event sells at this moment, told by itself."""

from typing import Any

from fastapi import Request, Response

from event_service.analytics.schemas import SalesFigures
from event_service.events import queries
from event_service.events.schemas import EventId
from event_service.live.errors import TooManyOfYours, TooManyStreams
from event_service.live.stream import LiveFigures
from event_service.live.watching import Watching
from event_service.organizers.access import Manager, check_live_manager
from shared.deciding import idempotency
from shared.web import problems
from shared.web.transactions import Transaction

router = idempotency.router(tags=["analytics"])

STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Server-sent events: each `data` is one `SalesFigures`. A comment every ten seconds shows that the "
        "stream lives. It ends with the access token; come again with a new one.",
        "model": SalesFigures,
        "content": {"text/event-stream": {}},
    }
}


@router.get(
    "/events/{event_id}/analytics/live",
    response_class=Response,
    responses={**STREAM, **problems.responses(TooManyStreams, TooManyOfYours)},
)
async def watch_analytics(event_id: EventId, request: Request, caller: Manager, session: Transaction) -> Response:
    """The sums of an event that you manage, now and again whenever they have changed, as they change."""
    await queries.get_managed(session, event_id, caller)
    state = request.app.state

    async def check() -> None:
        async with state.runtime.database.transaction() as later:
            await check_live_manager(later, caller)
            await queries.get_managed(later, event_id, caller)

    return LiveFigures(_watching(request), event_id, caller, check=check, leaving=state.leaving)


def _watching(request: Request) -> Watching:
    """One per process, from its first stream on."""
    state = request.app.state
    if not hasattr(state, "watching"):
        state.watching = Watching(state.runtime.database, most=state.runtime.settings.live_streams)
    watching: Watching = state.watching
    return watching
