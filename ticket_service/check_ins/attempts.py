"""A scan before and after it is decided, and what speaks against letting a ticket in."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from shared.principals import Principal
from ticket_service.catalog.models import Event
from ticket_service.check_ins.matching import Person
from ticket_service.check_ins.models import CheckIn, Reason, Scan
from ticket_service.tickets.codes import Code, CodeKeys, InvalidCode
from ticket_service.tickets.models import Ticket, TicketStatus

# Who scanned, and the device's name for the scan.
Key = tuple[str, str]


@dataclass(frozen=True)
class Attempt:
    """A scan as the device sent it, and what its code says if it is one of ours."""

    operator: Principal
    scan_id: str
    event_id: str
    text: str
    gate: str | None
    person: Person
    code: Code | None

    @property
    def key(self) -> Key:
        return self.operator.account_id, self.scan_id

    @property
    def fingerprint(self) -> bytes:
        said = (self.event_id, self.text, self.gate, self.person)
        return hashlib.sha256(repr(said).encode()).digest()


@dataclass(frozen=True)
class Decision:
    """A scan that is decided. `ticket` is known when the code is one of this event's; `check_in` is the one that counts."""

    scan: Scan
    ticket: Ticket | None = None
    check_in: CheckIn | None = None


def read(keys: CodeKeys, text: str) -> Code | None:
    """What a scanned text says; None when it is no code of ours."""
    try:
        return keys.read(text)
    except InvalidCode:
        return None


def reason_against(event: Event, ticket: Ticket, code: Code, moment: datetime) -> Reason | None:
    """Why the ticket may not enter now, whoever has it."""
    if ticket.status == TicketStatus.REFUNDED:
        return Reason.REFUNDED
    if ticket.status == TicketStatus.VOIDED:
        return Reason.VOIDED
    if code.version < ticket.version:
        return Reason.TRANSFERRED
    if event.is_canceled:
        return Reason.EVENT_CANCELED
    if moment < (ticket.ticket_type.valid_from or event.doors_at):
        return Reason.NOT_YET_VALID
    if moment > (ticket.ticket_type.valid_until or event.ends_at):
        return Reason.NO_LONGER_VALID
    return None
