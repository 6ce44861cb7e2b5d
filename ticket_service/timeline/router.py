from shared.deciding import idempotency
from shared.web import problems
from shared.web.identity import Caller
from shared.web.transactions import Transaction
from ticket_service.catalog.ids import OrderId
from ticket_service.orders.errors import OrderNotFound
from ticket_service.timeline import queries
from ticket_service.timeline.schemas import TimelineRead

router = idempotency.router(tags=["orders"])


@router.get("/orders/{order_id}/timeline", responses=problems.responses(OrderNotFound))
async def get_order_timeline(order_id: OrderId, caller: Caller, session: Transaction) -> TimelineRead:
    """What happened to one of your orders, or to an order for an event that you organize: what, when, who, why."""
    return TimelineRead.model_validate(await queries.get_visible(session, order_id, caller))
