"""What can be done at the door."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock, outbox
from shared.identity import Principal
from shared.ids import new_id
from shared.messages.ticket import TicketCheckedIn, TicketCheckInUndone
from ticket_service.catalog.models import Event
from ticket_service.check_ins import matching, staff
from ticket_service.check_ins.errors import CheckInNotFound, ScanIdReused
from ticket_service.check_ins.matching import Person
from ticket_service.check_ins.models import CheckIn, Reason, Result, Scan
from ticket_service.tickets import service as tickets
from ticket_service.tickets.codes import Code, CodeKeys, InvalidCode
from ticket_service.tickets.models import Ticket, TicketStatus


@dataclass(frozen=True)
class Attempt:
    """A scan as the device sent it."""

    scan_id: str
    event_id: str
    code: str
    gate: str | None
    person: Person

    @property
    def fingerprint(self) -> bytes:
        return hashlib.sha256(repr(self).encode()).digest()


@dataclass(frozen=True)
class Decision:
    """A scan that is decided. `ticket` is known when the code is one of this event's; `check_in` is the one that counts."""

    scan: Scan
    ticket: Ticket | None
    check_in: CheckIn | None


async def scan(session: AsyncSession, attempt: Attempt, *, operator: Principal, keys: CodeKeys) -> Decision:
    """Decides one attempt and keeps it. The same `scan_id` again gets the same decision and changes nothing.

    Raises EventNotStaffed and ScanIdReused.
    """
    event = await staff.get_event(session, attempt.event_id, operator)
    scan = await _begin(session, attempt, operator)
    if scan.result is not None:
        return await _decided(session, scan)
    code = _read(keys, attempt.code)
    ticket = await tickets.find_for_update(session, code.ticket_id) if code else None
    if code is None or ticket is None:
        return _refuse(scan, Reason.UNKNOWN_CODE)
    if ticket.event_id != event.id:
        return _refuse(scan, Reason.WRONG_EVENT)
    scan.ticket_id = ticket.id
    reason = await _reason_against(session, event, ticket, code, attempt.person)
    if reason is not None:
        return _refuse(scan, reason, ticket, await _standing(session, ticket))
    check_in = await _check_in(session, ticket, attempt, operator)
    if check_in is None:
        return _refuse(scan, Reason.ALREADY_CHECKED_IN, ticket, await _standing(session, ticket))
    scan.result, scan.check_in_id = Result.ADMITTED, check_in.id
    return Decision(scan, ticket, check_in)


async def undo(session: AsyncSession, event_id: str, check_in_id: str, *, operator: Principal, reason: str) -> CheckIn:
    """Takes a check-in back: the ticket can enter again. Raises EventNotStaffed, CheckInNotFound, AlreadyUndone."""
    await staff.get_event(session, event_id, operator)
    of_event = CheckIn.id == check_in_id, CheckIn.event_id == event_id
    ticket_id = (await session.execute(select(CheckIn.ticket_id).where(*of_event))).scalar_one_or_none()
    ticket = await tickets.find_for_update(session, ticket_id) if ticket_id else None
    if ticket is None:
        raise CheckInNotFound
    check_in = (await session.execute(select(CheckIn).where(*of_event).with_for_update())).scalar_one()
    check_in.undo(await clock.now(session), account_id=operator.account_id, reason=reason)
    told = TicketCheckInUndone(
        ticket_id=ticket.id,
        event_id=ticket.event_id,
        ticket_type_id=ticket.ticket_type_id,
        gate=check_in.gate,
        checked_in_at=check_in.checked_in_at,
    )
    await outbox.add(session, told)
    return check_in


async def count(session: AsyncSession, event_id: str, *, operator: Principal) -> tuple[int, int]:
    """How many tickets of the event are valid, and how many of them are inside. Raises EventNotStaffed."""
    await staff.get_event(session, event_id, operator)
    valid = select(func.count()).where(Ticket.event_id == event_id, Ticket.status == TicketStatus.VALID)
    inside = select(func.count()).where(CheckIn.event_id == event_id, CheckIn.undone_at.is_(None))
    return (await session.execute(valid)).scalar_one(), (await session.execute(inside)).scalar_one()


async def list_admitted(session: AsyncSession, ticket_ids: Sequence[str]) -> Sequence[str]:
    """Those of the tickets that are inside. Lock the tickets first: nobody is admitted meanwhile then."""
    query = select(CheckIn.ticket_id).where(CheckIn.ticket_id.in_(ticket_ids), CheckIn.undone_at.is_(None))
    return (await session.execute(query)).scalars().all()


async def _begin(session: AsyncSession, attempt: Attempt, operator: Principal) -> Scan:
    """The scan's row, inserted first: a twin of this request waits here and then reads what was decided."""
    await session.execute(
        insert(Scan)
        .values(
            scanned_by=operator.account_id,
            scan_id=attempt.scan_id,
            fingerprint=attempt.fingerprint,
            event_id=attempt.event_id,
            gate=attempt.gate,
            scanned_at=await clock.now(session),
        )
        .on_conflict_do_nothing()
    )
    scan = await session.get_one(Scan, (operator.account_id, attempt.scan_id))
    if scan.fingerprint != attempt.fingerprint:
        raise ScanIdReused(param="scan_id")
    return scan


async def _decided(session: AsyncSession, scan: Scan) -> Decision:
    ticket = await tickets.find(session, scan.ticket_id) if scan.ticket_id else None
    check_in = await session.get(CheckIn, scan.check_in_id) if scan.check_in_id else None
    return Decision(scan, ticket, check_in)


def _read(keys: CodeKeys, text: str) -> Code | None:
    try:
        return keys.read(text)
    except InvalidCode:
        return None


def _refuse(scan: Scan, reason: Reason, ticket: Ticket | None = None, standing: CheckIn | None = None) -> Decision:
    scan.result, scan.reason, scan.check_in_id = Result.REFUSED, reason, standing.id if standing else None
    return Decision(scan, ticket, standing)


async def _reason_against(
    session: AsyncSession, event: Event, ticket: Ticket, code: Code, person: Person
) -> Reason | None:
    """Why this ticket may not enter now; None when only an earlier check-in could speak against it."""
    if ticket.status == TicketStatus.REFUNDED:
        return Reason.REFUNDED
    if ticket.status == TicketStatus.VOIDED:
        return Reason.VOIDED
    if code.version < ticket.version:
        return Reason.TRANSFERRED
    if event.is_canceled:
        return Reason.EVENT_CANCELED
    moment = await clock.now(session)
    if moment < (ticket.ticket_type.valid_from or event.doors_at):
        return Reason.NOT_YET_VALID
    if moment > (ticket.ticket_type.valid_until or event.ends_at):
        return Reason.NO_LONGER_VALID
    return None if await matching.belongs_to(session, ticket, person) else Reason.HOLDER_MISMATCH


async def _check_in(session: AsyncSession, ticket: Ticket, attempt: Attempt, operator: Principal) -> CheckIn | None:
    """The new check-in; None when one stands already. The unique index decides, not a read before a write."""
    moment = await clock.now(session)
    inserted = await session.execute(
        insert(CheckIn)
        .values(
            id=new_id("chk"),
            ticket_id=ticket.id,
            event_id=ticket.event_id,
            gate=attempt.gate,
            checked_in_at=moment,
            checked_in_by=operator.account_id,
        )
        .on_conflict_do_nothing(index_elements=["ticket_id"], index_where=CheckIn.undone_at.is_(None))
        .returning(CheckIn)
    )
    check_in = inserted.scalar_one_or_none()
    if check_in is not None:
        told = TicketCheckedIn(
            ticket_id=ticket.id,
            event_id=ticket.event_id,
            ticket_type_id=ticket.ticket_type_id,
            gate=attempt.gate,
            checked_in_at=moment,
        )
        await outbox.add(session, told)
    return check_in


async def _standing(session: AsyncSession, ticket: Ticket) -> CheckIn | None:
    query = select(CheckIn).where(CheckIn.ticket_id == ticket.id, CheckIn.undone_at.is_(None))
    return (await session.execute(query)).scalar_one_or_none()
