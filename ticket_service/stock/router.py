from fastapi import Request, Response

from shared.deciding import idempotency
from shared.deciding.gathering import Gathering, reading
from shared.persistence.database import Database
from shared.web import identity
from shared.web.identity import from_service
from shared.web.transactions import Transaction
from ticket_service.catalog.ids import EventId, TicketTypeId
from ticket_service.stock import sale_status
from ticket_service.stock import service as stock
from ticket_service.stock.schemas import AvailabilityRead, CapacityRead, CapacityWrite

rush_router = idempotency.router(tags=["availability"], direct=True)
internal_router = idempotency.internal_router()


@rush_router.get("/events/{event_id}/availability", response_model=AvailabilityRead, dependencies=[identity.public])
async def read_availability(event_id: EventId, request: Request) -> Response:
    """What of an event can be bought now, by ticket type. The same answer for everybody, one second old at most."""
    body = await _availability(request).ask(event_id, event_id)
    return Response(body, media_type="application/json", headers={"Cache-Control": "public, max-age=1"})


def _availability(request: Request) -> Gathering[str, bytes]:
    """One per process, from the first look on."""
    state = request.app.state
    if not hasattr(state, "availability"):
        database: Database = state.runtime.database

        async def read(event_id: str) -> bytes:
            async with database.transaction() as session:
                found = AvailabilityRead.of(event_id, await sale_status.find(session, event_id))
            return found.model_dump_json().encode()

        state.availability = reading(read)
    shared: Gathering[str, bytes] = state.availability
    return shared


@internal_router.put(
    "/internal/events/{event_id}/ticket-types/{ticket_type_id}/capacity", dependencies=[from_service("event")]
)
async def set_capacity(
    event_id: EventId, ticket_type_id: TicketTypeId, wish: CapacityWrite, session: Transaction
) -> CapacityRead:
    """Sets the capacity of a published event's ticket type; 409 `capacity_below_sold` with `sold` and `held`."""
    allocation = await stock.set_capacity(session, event_id, ticket_type_id, wish.capacity)
    return CapacityRead.model_validate(allocation)


@internal_router.put("/internal/events/{event_id}/capacity", dependencies=[from_service("event")])
async def set_overall_capacity(event_id: EventId, wish: CapacityWrite, session: Transaction) -> CapacityRead:
    """Sets the capacity of all types of a published event together, if it was published with one."""
    return CapacityRead.model_validate(await stock.set_overall_capacity(session, event_id, wish.capacity))
