"""How an event sells and who came."""

from event_service.analytics import service
from event_service.analytics.schemas import AnalyticsRead
from event_service.events import queries
from event_service.events.schemas import EventId
from event_service.organizers.access import Manager
from shared.deciding import idempotency
from shared.web.transactions import Transaction

router = idempotency.router(tags=["analytics"])


@router.get("/events/{event_id}/analytics")
async def read_analytics(event_id: EventId, caller: Manager, session: Transaction) -> AnalyticsRead:
    """Sales and check-ins of an event that you manage."""
    event = await queries.get_managed(session, event_id, caller)
    sums = await service.list_sums(session, event)
    days, spans = await service.list_days(session, event), await service.list_spans(session, event)
    return AnalyticsRead.of(event, sums, days=days, check_ins=spans)
