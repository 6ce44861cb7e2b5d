"""Scans, decided for an event in groups: whoever stands at one of its doors is answered by the same transaction.

The tickets are locked in the order of their ids, each scan is decided in the order of its arrival, and what comes of all of
them is written and committed together: check-ins, scans, messages. A scan that a device has kept is judged as of when it was
made, and takes the place of a later check-in: whatever the order of the uploads, the earliest stands.
"""

from collections.abc import Mapping, Sequence
from contextvars import Context
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access import revocations
from shared.access.principals import Principal
from shared.deciding.gathering import Gathering
from shared.errors import DomainError, Unauthenticated, Unavailable
from shared.ids import new_id
from shared.message_log import outbox
from shared.message_log.outbox import OutboxMessage
from shared.persistence import bulk, clock
from shared.persistence.database import among
from shared.runtime import Runtime
from ticket_service.catalog.models import Event
from ticket_service.check_ins import matching, staff, telling
from ticket_service.check_ins.attempts import Attempt, Decision, Key, reason_against, what_is_overridden
from ticket_service.check_ins.errors import EventNotStaffed, ScanIdReused
from ticket_service.check_ins.models import CheckIn, Override, Reason, Result, Scan
from ticket_service.config import Settings
from ticket_service.tickets import service as tickets
from ticket_service.tickets.models import Ticket

# Why a later check-in was taken back.
_AN_EARLIER_SCAN = "An earlier scan was uploaded."


class _DecidedElsewhere(Exception):
    """Another process has decided one of the scans at the same time."""


@dataclass
class _Group:
    """What a group knows and what it is going to write."""

    moment: datetime
    events: Mapping[Principal, Event | None]
    revoked: set[str]
    decided: dict[Key, Decision]
    tickets: Mapping[str, Ticket]
    standing: dict[str, CheckIn]
    addresses: Mapping[str, str]
    check_ins: list[CheckIn] = field(default_factory=list)
    scans: list[Scan] = field(default_factory=list)
    told: list[OutboxMessage] = field(default_factory=list)

    def answer(self, attempt: Attempt) -> Decision | Exception:
        """The same `scan_id` again gets the same decision and changes nothing."""
        try:
            if attempt.operator.session_id in self.revoked:
                raise Unauthenticated
            event = self.events[attempt.operator]
            if event is None:
                raise EventNotStaffed
            known = self.decided.get(attempt.key)
            if known is None:
                known = self.decided[attempt.key] = self._decide(attempt, event)
            elif known.scan.fingerprint != attempt.fingerprint:
                raise ScanIdReused(param="scan_id")
        except DomainError as error:
            return error
        return known

    def _decide(self, attempt: Attempt, event: Event) -> Decision:
        ticket = self.tickets.get(attempt.ticket_id or "")
        if ticket is None:
            return self._refused(attempt, Reason.UNKNOWN_CODE)
        if ticket.event_id != event.id:
            return self._refused(attempt, Reason.WRONG_EVENT)
        standing = self.standing.get(ticket.id)
        reason = reason_against(event, ticket, attempt.code, attempt.made_at(self.moment))
        if reason is None and not matching.agrees(ticket, attempt.person, self.addresses.get(ticket.account_id)):
            reason = Reason.HOLDER_MISMATCH
        overridden = what_is_overridden(attempt, reason)
        if standing is not None and (reason is None or overridden is not None) and not attempt.came_before(standing):
            reason, overridden = Reason.ALREADY_CHECKED_IN, None
        if reason is not None and overridden is None:
            return self._refused(attempt, reason, ticket, standing)
        return self._admitted(attempt, ticket, overridden, standing)

    def _admitted(
        self, attempt: Attempt, ticket: Ticket, overridden: Override | None, later: CheckIn | None
    ) -> Decision:
        if later is not None:
            later.undo(self.moment, account_id=attempt.operator.account_id, reason=_AN_EARLIER_SCAN)
            self.told.append(outbox.entry(telling.undone(ticket, later), self.moment))
        check_in = bulk.row(
            CheckIn,
            id=new_id("chk"),
            ticket_id=ticket.id,
            event_id=ticket.event_id,
            gate=attempt.gate,
            checked_in_at=attempt.made_at(self.moment),
            checked_in_by=attempt.operator.account_id,
            overrode=overridden,
            override_reason=attempt.override_reason if overridden else None,
        )
        self.standing[ticket.id] = check_in
        self.check_ins.append(check_in)
        self.told.append(outbox.entry(telling.checked_in(ticket, check_in), self.moment))
        scan = self._scan(attempt, Result.ADMITTED, None, ticket, check_in, later)
        return Decision(scan, ticket, check_in, later)

    def _refused(
        self, attempt: Attempt, reason: Reason, ticket: Ticket | None = None, standing: CheckIn | None = None
    ) -> Decision:
        return Decision(self._scan(attempt, Result.REFUSED, reason, ticket, standing), ticket, standing)

    def _scan(
        self,
        attempt: Attempt,
        result: Result,
        reason: Reason | None,
        ticket: Ticket | None,
        counts: CheckIn | None,
        replaced: CheckIn | None = None,
    ) -> Scan:
        made = bulk.row(
            Scan,
            scanned_by=attempt.operator.account_id,
            scan_id=attempt.scan_id,
            fingerprint=attempt.fingerprint,
            event_id=attempt.event_id,
            ticket_id=ticket.id if ticket else None,
            gate=attempt.gate,
            result=result,
            reason=reason,
            check_in_id=counts.id if counts else None,
            replaced_id=replaced.id if replaced else None,
            scanned_at=attempt.made_at(self.moment),
            uploaded_at=self.moment if attempt.scanned_at else None,
        )
        self.scans.append(made)
        return made

    async def write(self, session: AsyncSession) -> None:
        """The unique index on standing check-ins has the last word; the locks on the tickets make it unnecessary."""
        # A session writes what has changed before it executes anything: what is taken back stands no longer then.
        _, scanned, _ = await bulk.insert_all(
            session,
            bulk.Insert(self.check_ins),
            bulk.Insert(self.scans, "ON CONFLICT DO NOTHING"),
            outbox.appending(session, self.told),
        )
        if scanned < len(self.scans):
            raise _DecidedElsewhere


def gathering(runtime: Runtime[Settings]) -> Gathering[Attempt, Decision]:
    """One per process. Its answers raise Unauthenticated, EventNotStaffed and ScanIdReused."""

    async def decide(attempts: Sequence[Attempt], contexts: Sequence[Context]) -> Sequence[Decision | Exception]:
        for _ in range(2):
            try:
                async with runtime.database.transaction() as session:
                    group = await _begin(session, attempts)
                    pairs = zip(contexts, attempts, strict=True)
                    answers = [context.run(group.answer, attempt) for context, attempt in pairs]
                    await group.write(session)
                    return answers
            except _DecidedElsewhere:
                continue  # it is known by now, and the second look finds it
        raise Unavailable(retry_after=1)

    return Gathering(decide)


async def _begin(session: AsyncSession, attempts: Sequence[Attempt]) -> _Group:
    found = await tickets.lock_all(session, {attempt.ticket_id for attempt in attempts if attempt.ticket_id})
    standing = select(CheckIn).where(among(CheckIn.ticket_id, found), CheckIn.undone_at.is_(None))
    return _Group(
        revoked=await revocations.find_revoked(session, {attempt.operator.session_id for attempt in attempts}),
        moment=await clock.now(session),
        events=await _events(session, attempts),
        decided=await _decided(session, [attempt.key for attempt in attempts]),
        tickets=found,
        standing={row.ticket_id: row for row in (await session.execute(standing)).scalars()},
        addresses=await _addresses(session, attempts, found),
    )


async def _events(session: AsyncSession, attempts: Sequence[Attempt]) -> Mapping[Principal, Event | None]:
    """The event for each operator who may check in at it."""
    return {
        operator: await staff.find_event(session, attempts[0].event_id, operator)
        for operator in {attempt.operator for attempt in attempts}
    }


async def _decided(session: AsyncSession, keys: Sequence[Key]) -> dict[Key, Decision]:
    """Those of the scans that were decided earlier."""
    operators, ids = {operator for operator, _ in keys}, {scan_id for _, scan_id in keys}
    rows = await session.execute(select(Scan).where(among(Scan.scanned_by, operators), among(Scan.scan_id, ids)))
    return {
        (scan.scanned_by, scan.scan_id): Decision(
            scan,
            await tickets.find(session, scan.ticket_id) if scan.ticket_id else None,
            await session.get(CheckIn, scan.check_in_id) if scan.check_in_id else None,
            await session.get(CheckIn, scan.replaced_id) if scan.replaced_id else None,
        )
        for scan in rows.scalars().all()
    }


async def _addresses(
    session: AsyncSession, attempts: Sequence[Attempt], found: Mapping[str, Ticket]
) -> Mapping[str, str]:
    """The proven addresses of those whose ticket somebody sees an address for."""
    asked = {attempt.ticket_id for attempt in attempts if attempt.person.email is not None}
    owners = {ticket.account_id for ticket_id, ticket in found.items() if ticket_id in asked}
    return await matching.find_addresses(session, owners) if owners else {}
