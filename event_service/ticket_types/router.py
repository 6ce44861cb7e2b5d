"""What is offered for an event, for those who manage it."""

from fastapi import Request, Response

from event_service import etags
from event_service.events import queries
from event_service.events.errors import EventIsCanceled, EventNotReady, TicketTypeWithdrawn
from event_service.events.models import Event
from event_service.events.schemas import EventId, TicketTypeId
from event_service.events.ticket_type import TicketType
from event_service.organizers.access import Manager, check_live_manager
from event_service.ticket_types import capacity, service
from event_service.ticket_types.errors import (
    CapacityBelowSold,
    CapacityOpening,
    CapacityRefused,
    CurrencyDiffers,
    CurrencyFixed,
    OverallCapacityFixed,
    SaleNotReady,
    TooManyTicketTypes,
)
from event_service.ticket_types.schemas import (
    CapacityChange,
    OverallCapacityChange,
    TicketTypeChange,
    TicketTypeCreate,
    TicketTypeList,
    TicketTypeRead,
)
from shared.deciding import idempotency
from shared.web import problems
from shared.web.identity import Caller
from shared.web.transactions import Transaction

router = idempotency.router(tags=["ticket types"])


@router.get("/events/{event_id}/ticket-types", response_model=TicketTypeList)
async def list_ticket_types(event_id: EventId, caller: Manager, session: Transaction) -> dict[str, object]:
    """All ticket types of an event that you manage, withdrawn ones too. Its page shows what is offered to everybody."""
    return _listed(await queries.get_managed(session, event_id, caller))


def _listed(event: Event) -> dict[str, object]:
    return {"data": event.ticket_types, "overall_capacity": event.overall_capacity}


@router.post(
    "/events/{event_id}/ticket-types",
    status_code=201,
    response_model=TicketTypeRead,
    dependencies=[idempotency.accepted],
    responses=problems.responses(CurrencyDiffers, TooManyTicketTypes, EventIsCanceled, EventNotReady),
)
async def create_ticket_type(
    event_id: EventId, body: TicketTypeCreate, caller: Manager, session: Transaction, response: Response
) -> TicketType:
    """Adds a ticket type. For a published event its capacity shows as 0 until the sale has taken it over."""
    event = await queries.get_managed_for_update(session, event_id, caller)
    ticket_type = await service.add(session, event, body.model_dump())
    response.headers["ETag"] = etags.of(ticket_type.version)
    return ticket_type


@router.patch(
    "/events/{event_id}/ticket-types/{ticket_type_id}",
    response_model=TicketTypeRead,
    dependencies=[idempotency.accepted],
    responses=problems.responses(
        CurrencyFixed, TicketTypeWithdrawn, EventIsCanceled, EventNotReady, etags.ChangedMeanwhile
    ),
)
async def change_ticket_type(
    event_id: EventId,
    ticket_type_id: TicketTypeId,
    body: TicketTypeChange,
    caller: Manager,
    session: Transaction,
    response: Response,
    if_match: etags.IfMatch = None,
) -> TicketType:
    """Changes what the body names. Who holds tickets already pays what was asked when they took them."""
    event = await queries.get_managed_for_update(session, event_id, caller)
    ticket_type = service.get(event, ticket_type_id)
    etags.check(if_match, ticket_type.version)
    await service.change(session, event, ticket_type, body.model_dump(exclude_unset=True))
    response.headers["ETag"] = etags.of(ticket_type.version)
    return ticket_type


@router.delete(
    "/events/{event_id}/ticket-types/{ticket_type_id}",
    status_code=204,
    dependencies=[idempotency.accepted],
    responses=problems.responses(TicketTypeWithdrawn, EventIsCanceled),
)
async def delete_ticket_type(
    event_id: EventId, ticket_type_id: TicketTypeId, caller: Manager, session: Transaction
) -> None:
    """Deletes a draft's ticket type; withdraws a published event's from sale."""
    event = await queries.get_managed_for_update(session, event_id, caller)
    await service.remove(session, event, service.get(event, ticket_type_id))


@router.put(
    "/events/{event_id}/ticket-types/{ticket_type_id}/capacity",
    response_model=TicketTypeRead,
    responses=problems.responses(
        CapacityBelowSold, CapacityRefused, CapacityOpening, SaleNotReady, TicketTypeWithdrawn, EventIsCanceled
    ),
)
async def set_capacity(
    event_id: EventId,
    ticket_type_id: TicketTypeId,
    body: CapacityChange,
    caller: Caller,
    key: idempotency.LateKey,
    session: Transaction,
    request: Request,
) -> TicketType:
    """Sets how many tickets of the type there are. After the publication not below what is sold and held."""
    runtime = request.app.state.runtime
    async with key.keeping_refusals(session), runtime.database.transaction() as before:
        await check_live_manager(before, caller)
        await key.replay(before)
        event = await queries.get_managed(before, event_id, caller)
        ticket_type = service.get(event, ticket_type_id)
        await capacity.check_settable(before, event, ticket_type)
    was_public, heard_before = event.is_public, ticket_type.capacity_heard
    # No transaction is open while ticket is asked: `session` begins with its first statement, below.
    refusal = await capacity.pass_on(runtime.calls, event_id, ticket_type_id, body.capacity) if was_public else None
    await key.claim(session)
    if refusal is not None:
        raise refusal
    event = await queries.get_managed_for_update(session, event_id, caller)
    ticket_type = service.get(event, ticket_type_id)
    if was_public:
        capacity.copy_set(ticket_type, body.capacity, heard_before)
    elif event.is_public:
        raise SaleNotReady(retry_after=1)
    else:
        await capacity.set_of_draft(session, event, ticket_type, body.capacity)
    return ticket_type


@router.put(
    "/events/{event_id}/capacity",
    response_model=TicketTypeList,
    responses=problems.responses(
        CapacityBelowSold, CapacityRefused, OverallCapacityFixed, SaleNotReady, EventIsCanceled
    ),
)
async def set_overall_capacity(
    event_id: EventId,
    body: OverallCapacityChange,
    caller: Caller,
    key: idempotency.LateKey,
    session: Transaction,
    request: Request,
) -> dict[str, object]:
    """Sets how many tickets of all types together there are. After the publication not below what is sold and held."""
    runtime = request.app.state.runtime
    async with key.keeping_refusals(session), runtime.database.transaction() as before:
        await check_live_manager(before, caller)
        await key.replay(before)
        event = await queries.get_managed(before, event_id, caller)
        capacity.check_overall_settable(event, body.capacity)
    was_public, heard_before, refusal = event.is_public, event.overall_capacity_heard, None
    # No transaction is open while ticket is asked: `session` begins with its first statement, below.
    if was_public and body.capacity is not None:
        refusal = await capacity.pass_on(runtime.calls, event_id, None, body.capacity)
    await key.claim(session)
    if refusal is not None:
        raise refusal
    event = await queries.get_managed_for_update(session, event_id, caller)
    if event.is_public and not was_public:
        raise SaleNotReady(retry_after=1)
    capacity.set_overall(event, body.capacity, heard_before)
    return _listed(event)
