from fastapi import Response

from shared import idempotency, identity
from shared.database import Transaction
from shared.identity import from_service
from ticket_service.stock import sale_status
from ticket_service.stock import service as stock
from ticket_service.stock.schemas import AvailabilityRead, CapacityRead, CapacityWrite, EventId, TicketTypeId

router = idempotency.router(tags=["availability"])
internal_router = idempotency.internal_router()


@router.get("/events/{event_id}/availability", dependencies=[identity.public])
async def read_availability(event_id: EventId, session: Transaction, response: Response) -> AvailabilityRead:
    """What of an event can be bought now, by ticket type. The same answer for everybody, one second old at most."""
    response.headers["Cache-Control"] = "public, max-age=1"
    return AvailabilityRead.of(event_id, await sale_status.find(session, event_id))


@internal_router.put(
    "/internal/events/{event_id}/ticket-types/{ticket_type_id}/capacity", dependencies=[from_service("event")]
)
async def set_capacity(
    event_id: EventId, ticket_type_id: TicketTypeId, wish: CapacityWrite, session: Transaction
) -> CapacityRead:
    """Sets the capacity of a published event's ticket type; 409 `capacity_below_sold` with `sold` and `held`."""
    allocation = await stock.set_capacity(session, event_id, ticket_type_id, wish.capacity)
    return CapacityRead.model_validate(allocation)
