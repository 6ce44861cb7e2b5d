from pydantic import Field

from shared.web.wire import Moment, Name, Request, Response
from ticket_service.check_ins.models import CheckIn
from ticket_service.tickets.codes import CodeKeys
from ticket_service.tickets.models import Ticket, TicketStatus
from ticket_service.tickets.schemas import TicketEvent


class TicketChange(Request):
    holder_name: Name = Field(description="Who enters with the ticket.", examples=["Ada Lovelace"])


class TicketRead(Response):
    """A ticket. `code` is what its QR code says: who has it can enter, unless somebody has (`checked_in_at`)."""

    id: str
    order_id: str
    event_id: str
    ticket_type_id: str
    ticket_type_name: str
    holder_name: str
    status: TicketStatus
    code: str
    issued_at: Moment
    checked_in_at: Moment | None
    gate: str | None
    void_reason: str | None = Field(description="Why the organizer has ended it, if that is how it ended.")
    event: TicketEvent

    @classmethod
    def of(cls, ticket: Ticket, check_in: CheckIn | None, void_reason: str | None, keys: CodeKeys) -> "TicketRead":
        return cls(
            id=ticket.id,
            order_id=ticket.order_id,
            event_id=ticket.event_id,
            ticket_type_id=ticket.ticket_type_id,
            ticket_type_name=ticket.ticket_type.name,
            holder_name=ticket.holder_name,
            status=ticket.status,
            code=keys.sign(ticket.code),
            issued_at=ticket.issued_at,
            checked_in_at=check_in and check_in.checked_in_at,
            gate=check_in and check_in.gate,
            void_reason=void_reason,
            event=TicketEvent.model_validate(ticket.event),
        )
