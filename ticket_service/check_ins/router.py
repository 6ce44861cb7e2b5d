"""Check-ins over HTTP."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Query, Request

from shared.deciding import idempotency
from shared.deciding.gathering import Gathering
from shared.web import problems
from shared.web.identity import Caller, LiveCaller
from shared.web.pagination import Page
from shared.web.paging import PagingQuery
from shared.web.transactions import Transaction
from ticket_service.catalog.ids import EventId
from ticket_service.check_ins import finding, staff, together
from ticket_service.check_ins import service as check_ins
from ticket_service.check_ins.attempts import Attempt, Decision, may_override, read
from ticket_service.check_ins.errors import AlreadyUndone, CheckInNotFound, EventNotStaffed, ScanIdReused
from ticket_service.check_ins.matching import Person
from ticket_service.check_ins.models import CheckIn
from ticket_service.check_ins.schemas import (
    CheckInCount,
    CheckInId,
    CheckInRead,
    DoorTicket,
    GateCount,
    ScanCreate,
    ScannedTicket,
    ScanRead,
    StaffedEvent,
    StaffedEvents,
    StandingCheckIn,
    UndoCreate,
)
from ticket_service.tickets.codes import CodeKeys, code_keys
from ticket_service.tickets.models import Ticket

rush_router = idempotency.router(tags=["check-ins"], responses=problems.responses(EventNotStaffed), direct=True)
router = idempotency.router(tags=["check-ins"], responses=problems.responses(EventNotStaffed))


@rush_router.post("/check-ins", responses=problems.responses(ScanIdReused))
async def check_in(body: ScanCreate, request: Request, caller: Caller) -> ScanRead:
    """Decide whether the holder of a code may enter: `admitted` once, `refused` with the reason afterwards.

    For operators who are staff of the event, its organizers and admins. The answer to a ticket that may not enter is a
    *result* with status 200. If you send whom you see (`holder`), a ticket that belongs to somebody else is refused.
    A refusal that says `can_override` is lifted by another scan with your reason; so is it that there is no code to scan.
    A scan that could not be sent at once says when it was made (`scanned_at`) and is judged as of then. It takes the place
    of a later check-in, which is taken back and reported (`replaced`).
    """
    attempt = Attempt(
        operator=caller,
        scan_id=body.scan_id,
        event_id=body.event_id,
        text=body.code,
        gate=body.gate,
        person=Person(**body.holder.model_dump()) if body.holder else Person(),
        code=read(_keys(request), body.code) if body.code is not None else None,
        found_ticket_id=body.ticket_id,
        override_reason=body.override_reason,
        scanned_at=body.scanned_at,
    )
    return _read(await _doors(request).ask(body.event_id, attempt))


def _doors(request: Request) -> Gathering[Attempt, Decision]:
    """One per process, from its first scan on."""
    state = request.app.state
    if not hasattr(state, "doors"):
        state.doors = together.gathering(state.runtime)
    doors: Gathering[Attempt, Decision] = state.doors
    return doors


@router.get("/check-ins/events")
async def list_staffed_events(caller: LiveCaller, session: Transaction) -> StaffedEvents:
    """The events at which you may check people in, those nearest to now first, at most a hundred."""
    events = await staff.list_events(session, caller)
    return StaffedEvents(data=[StaffedEvent.model_validate(event) for event in events])


@router.get("/events/{event_id}/check-ins/count")
async def count_check_ins(event_id: EventId, caller: LiveCaller, session: Transaction) -> CheckInCount:
    """How many of the event's valid tickets have been admitted, at all its gates together and at each."""
    valid, by_gate = await check_ins.count(session, event_id, operator=caller)
    gates = [GateCount(gate=gate, inside=inside) for gate, inside in by_gate.items()]
    return CheckInCount(valid=valid, inside=sum(by_gate.values()), gates=gates)


@router.get("/events/{event_id}/check-ins/tickets")
async def find_tickets_at_the_door(
    request: Request,
    event_id: EventId,
    q: Annotated[str, Query(min_length=1, max_length=200, description="A holder's name, an order's number or a code.")],
    caller: LiveCaller,
    session: Transaction,
    paging: PagingQuery,
) -> Page[DoorTicket]:
    """Find tickets at the door by the name of who enters, in the order of the names. For the event's staff."""
    page = await finding.search(session, event_id, q, paging, operator=caller, keys=_keys(request))
    inside = await check_ins.list_standing(session, [ticket.id for ticket in page.data])
    data = [_at_the_door(ticket, inside) for ticket in page.data]
    return Page(data=data, has_more=page.has_more, next_cursor=page.next_cursor)


@router.post(
    "/events/{event_id}/check-ins/{check_in_id}/undo",
    responses=problems.responses(CheckInNotFound, AlreadyUndone),
    dependencies=[idempotency.accepted],
)
async def undo_check_in(
    event_id: EventId,
    check_in_id: CheckInId,
    body: UndoCreate,
    caller: LiveCaller,
    session: Transaction,
) -> CheckInRead:
    """Take a check-in back, so that the ticket can enter again. Who did it and why is kept.

    If it had taken the place of a later one, that one stands again.
    """
    undone = await check_ins.undo(session, event_id, check_in_id, operator=caller, reason=body.reason)
    return CheckInRead.model_validate(undone)


def _read(decision: Decision) -> ScanRead:
    scan, ticket, standing, replaced = decision.scan, decision.ticket, decision.check_in, decision.replaced
    assert scan.result is not None, "a decided scan has a result"
    return ScanRead(
        scan_id=scan.scan_id,
        result=scan.result,
        reason=scan.reason,
        ticket=ScannedTicket(id=ticket.id, holder_name=ticket.holder_name, ticket_type_name=ticket.ticket_type.name)
        if ticket
        else None,
        check_in=_standing(standing) if standing else None,
        replaced=_standing(replaced) if replaced else None,
        can_override=may_override(scan.reason) and standing is None,
        scanned_at=scan.scanned_at,
    )


def _at_the_door(ticket: Ticket, inside: Mapping[str, CheckIn]) -> DoorTicket:
    standing = inside.get(ticket.id)
    return DoorTicket(
        id=ticket.id,
        holder_name=ticket.holder_name,
        ticket_type_name=ticket.ticket_type.name,
        order_number=ticket.order.number,
        status=ticket.status,
        check_in=_standing(standing) if standing else None,
    )


def _standing(check_in: CheckIn) -> StandingCheckIn:
    return StandingCheckIn(id=check_in.id, at=check_in.checked_in_at, gate=check_in.gate, overrode=check_in.overrode)


def _keys(request: Request) -> CodeKeys:
    return code_keys(request.app.state.runtime.settings.secrets_dir)
