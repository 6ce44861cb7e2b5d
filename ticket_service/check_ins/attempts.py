"""A scan before and after it is decided, and what speaks against letting a ticket in."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from shared.access.principals import Principal
from ticket_service.catalog.models import Event
from ticket_service.check_ins.matching import Person
from ticket_service.check_ins.models import CheckIn, Override, Reason, Scan
from ticket_service.tickets.codes import Code, CodeKeys, InvalidCode
from ticket_service.tickets.models import Ticket, TicketStatus

# Who scanned, and the device's name for the scan.
Key = tuple[str, str]


@dataclass(frozen=True)
class Attempt:
    """A scan as the device sent it, and what its code says if it is one of ours.

    Without a code there is the ticket that the operator found by name, and why it is to be admitted.
    """

    operator: Principal
    scan_id: str
    event_id: str
    text: str | None
    gate: str | None
    person: Person
    code: Code | None
    found_ticket_id: str | None = None
    override_reason: str | None = None
    scanned_at: datetime | None = None

    @property
    def key(self) -> Key:
        return self.operator.account_id, self.scan_id

    @property
    def ticket_id(self) -> str | None:
        return self.code.ticket_id if self.code else self.found_ticket_id

    def made_at(self, now: datetime) -> datetime:
        """When it was made. A clock that is ahead counts as now: its scans are judged all the same."""
        return now if self.scanned_at is None else min(self.scanned_at, now)

    def came_before(self, check_in: CheckIn) -> bool:
        """Whether it says of itself that it was made before that check-in; one without a moment says nothing."""
        return self.scanned_at is not None and self.scanned_at < check_in.checked_in_at

    @property
    def fingerprint(self) -> bytes:
        """What makes it this scan. Its moment does not: the first try has none, and a repeat of it later has."""
        said: tuple[object, ...] = (self.event_id, self.text, self.gate, self.person)
        if self.override_reason is not None:
            said += (self.found_ticket_id, self.override_reason)
        return hashlib.sha256(repr(said).encode()).digest()


@dataclass(frozen=True)
class Decision:
    """A scan that is decided. `ticket` is known when the code is one of this event's; `check_in` is the one that counts.

    `replaced` counted until then: the scan is earlier, and its check-in has taken that one's place.
    """

    scan: Scan
    ticket: Ticket | None = None
    check_in: CheckIn | None = None
    replaced: CheckIn | None = None


def read(keys: CodeKeys, text: str) -> Code | None:
    """What a scanned text says; None when it is no code of ours."""
    try:
        return keys.read(text)
    except InvalidCode:
        return None


def reason_against(event: Event, ticket: Ticket, code: Code | None, moment: datetime) -> Reason | None:
    """Why the ticket may not enter at the moment, whoever has it; how the ticket and its event stand is asked as of now."""
    if ticket.status == TicketStatus.REFUNDED:
        return Reason.REFUNDED
    if ticket.status == TicketStatus.VOIDED:
        return Reason.VOIDED
    if code is not None and code.version < ticket.version:
        return Reason.TRANSFERRED
    if event.is_canceled:
        return Reason.EVENT_CANCELED
    if moment < (ticket.ticket_type.valid_from or event.doors_at):
        return Reason.NOT_YET_VALID
    if moment > (ticket.ticket_type.valid_until or event.ends_at):
        return Reason.NO_LONGER_VALID
    return None


def may_override(reason: Reason | None) -> bool:
    """Whether an operator who gives a reason may admit the ticket all the same, unless it is inside already."""
    return reason is not None and str(reason) in set(Override)


def what_is_overridden(attempt: Attempt, reason: Reason | None) -> Override | None:
    """What the operator's reason lets pass, when `reason` is all that speaks against the ticket."""
    if attempt.override_reason is None:
        return None
    if reason is not None:
        return Override(reason) if may_override(reason) else None
    return Override.NO_CODE if attempt.code is None else None
