"""Check-ins on the wire."""

from typing import Annotated

from pydantic import Field, StringConstraints

from shared.addresses import Email
from shared.ids import id_field
from shared.wire import Line, Moment, Name, Request, Response
from ticket_service.catalog.ids import AccountId, EventId
from ticket_service.check_ins.models import Reason, Result

CheckInId = Annotated[str, id_field("chk")]
ScanId = Annotated[str, StringConstraints(strict=True, pattern="^[A-Za-z0-9_-]{8,64}$")]
# What a scanner read. Anything may stand on paper, so it is bounded and otherwise taken as it is.
ScannedText = Annotated[str, StringConstraints(strict=True, max_length=2000)]
Gate = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=100)]


class HolderSeen(Request):
    """Whom the operator sees; each field that is given must agree with the ticket."""

    account_id: AccountId | None = None
    email: Email | None = None
    name: Name | None = None


class ScanCreate(Request):
    """One scan. `scan_id` is made by the device, a new one for each scan; sending it again changes nothing."""

    scan_id: ScanId = Field(examples=["0198f2c0-7c1e-7bb0-8d54-0f2a6f1c9e11"])
    event_id: EventId
    code: ScannedText
    gate: Gate | None = Field(None, examples=["North"])
    holder: HolderSeen | None = None


class ScannedTicket(Response):
    id: str
    holder_name: str
    ticket_type_name: str


class StandingCheckIn(Response):
    id: str
    at: Moment
    gate: str | None


class ScanRead(Response):
    """What to do with the person at the door. A refusal is an answer, not an error."""

    scan_id: str
    result: Result
    reason: Reason | None
    ticket: ScannedTicket | None
    # The check-in that counts: of this scan when it admitted, of an earlier one when the ticket was used before.
    check_in: StandingCheckIn | None
    scanned_at: Moment


class UndoCreate(Request):
    reason: Line = Field(min_length=1, examples=["Scanned by mistake, the guest was sent to another gate."])


class CheckInRead(Response):
    id: str
    ticket_id: str
    gate: str | None
    checked_in_at: Moment
    undone_at: Moment | None


class CheckInCount(Response):
    """`inside` of `valid` tickets have been admitted."""

    valid: int = Field(examples=[300])
    inside: int = Field(examples=[120])


class StaffedEvent(Response):
    id: str
    title: str
    venue_name: str
    time_zone: str
    doors_at: Moment
    starts_at: Moment
    ends_at: Moment
    status: str


class StaffedEvents(Response):
    data: list[StaffedEvent]
