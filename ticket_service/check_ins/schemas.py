"""Check-ins on the wire."""

from typing import Annotated, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from shared.addresses import Email
from shared.ids import id_field
from shared.web.wire import Line, Moment, Name, Request, Response
from ticket_service.catalog.ids import AccountId, EventId
from ticket_service.check_ins.models import Override, Reason, Result
from ticket_service.tickets.models import TicketStatus
from ticket_service.tickets.schemas import TicketId

CheckInId = Annotated[str, id_field("chk")]
ScanId = Annotated[str, StringConstraints(strict=True, pattern="^[A-Za-z0-9_-]{8,64}$")]
# What a scanner read. Anything may stand on paper, so it is bounded and otherwise taken as it is.
ScannedText = Annotated[str, StringConstraints(strict=True, max_length=2000)]
Gate = Annotated[Line, StringConstraints(min_length=1, max_length=100)]


class HolderSeen(Request):
    """Whom the operator sees; each field that is given must agree with the ticket."""

    account_id: AccountId | None = None
    email: Email | None = None
    name: Name | None = None


class ScanCreate(Request):
    """One scan. `scan_id` is made by the device, a new one for each scan; sending it again changes nothing."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "scan_id": "0198f2c0-7c1e-7bb0-8d54-0f2a6f1c9e11",
                    "event_id": "evt_01980000000070008000000000000001",
                    "code": "AEAQDGEAAAAAA4AAQAAAAAAAAAAAC",
                    "gate": "North",
                }
            ]
        }
    )

    scan_id: ScanId
    event_id: EventId
    code: ScannedText | None = None
    ticket_id: TicketId | None = Field(
        None, description="Instead of a code: the ticket that you found by name. It needs an `override_reason`."
    )
    gate: Gate | None = None
    holder: HolderSeen | None = None
    override_reason: Line | None = Field(
        None,
        min_length=1,
        description="Why you admit the ticket although its holder differs, or it is not valid at this hour. It is kept.",
    )
    scanned_at: Moment | None = Field(
        None,
        description="When the device made it, when it could not ask at once. Without it: now, as for a later moment.",
    )

    @model_validator(mode="after")
    def _code_or_ticket(self) -> Self:
        if (self.code is None) == (self.ticket_id is None):
            raise ValueError("send either `code` or `ticket_id`")
        if self.ticket_id is not None and self.override_reason is None:
            raise ValueError("a ticket that was not scanned needs an `override_reason`")
        return self


class ScannedTicket(Response):
    id: str
    holder_name: str
    ticket_type_name: str


class StandingCheckIn(Response):
    id: str
    at: Moment
    gate: str | None
    overrode: Override | None = Field(description="What its operator let pass, with a reason that is kept.")


class ScanRead(Response):
    """What to do with the person at the door. A refusal is an answer, not an error."""

    scan_id: str
    result: Result
    reason: Reason | None
    ticket: ScannedTicket | None
    # The check-in that counts: of this scan when it admitted, of an earlier one when the ticket was used before.
    check_in: StandingCheckIn | None
    replaced: StandingCheckIn | None = Field(
        description="The later check-in that this earlier scan has taken the place of: "
        "two people may have come in with this ticket."
    )
    can_override: bool = Field(
        description="Whether another scan of it, now and with an `override_reason`, would be admitted."
    )
    scanned_at: Moment


class DoorTicket(Response):
    """A ticket as staff see it at the door: who enters with it, and whether it is used. Never an address, never its code."""

    id: str = Field(examples=["tkt_01980000000070008000000000000006"])
    holder_name: str = Field(examples=["Ada Lovelace"])
    ticket_type_name: str = Field(examples=["Standing"])
    order_number: str = Field(examples=["K7F3-92QD"])
    status: TicketStatus
    check_in: StandingCheckIn | None


class UndoCreate(Request):
    reason: Line = Field(min_length=1, examples=["Scanned by mistake, the guest was sent to another gate."])


class CheckInRead(Response):
    id: str
    ticket_id: str
    gate: str | None
    checked_in_at: Moment
    undone_at: Moment | None


class GateCount(Response):
    gate: str | None = Field(description="Null: those who scanned said none.", examples=["North"])
    inside: int = Field(examples=[80])


class CheckInCount(Response):
    """`inside` of `valid` tickets have been admitted, and through which gates."""

    valid: int = Field(examples=[300])
    inside: int = Field(examples=[120])
    gates: list[GateCount]


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
