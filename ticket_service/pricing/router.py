"""How the codes of an event are used; what they are is the event service's to say."""

from shared.deciding import idempotency
from shared.web import problems
from shared.web.identity import LiveCaller
from shared.web.transactions import Transaction
from ticket_service.catalog import organizers
from ticket_service.catalog.errors import EventNotFound
from ticket_service.catalog.ids import EventId
from ticket_service.pricing import queries
from ticket_service.pricing.schemas import CodeUsesList

router = idempotency.router(tags=["sale rules"])


@router.get("/events/{event_id}/code-uses", response_model=CodeUsesList, responses=problems.responses(EventNotFound))
async def list_code_uses(event_id: EventId, caller: LiveCaller, session: Transaction) -> dict[str, object]:
    """How often each code of an event that you organize is used. A code of a moment ago may be missing."""
    await organizers.require_organizes(session, caller, event_id)
    return {"data": await queries.list_uses(session, event_id)}
