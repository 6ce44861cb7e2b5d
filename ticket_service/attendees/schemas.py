from pydantic import ConfigDict, Field, JsonValue

from shared.web.wire import Minor, Moment, Response
from ticket_service.attendees.queries import Attendance
from ticket_service.tickets.models import TicketStatus

EXAMPLE: dict[str, JsonValue] = {
    "ticket_id": "tkt_01980000000070008000000000000006",
    "order_id": "ord_01980000000070008000000000000004",
    "order_number": "7KQ3M-X9WTP",
    "ticket_type_id": "tt_01980000000070008000000000000002",
    "ticket_type_name": "Standing",
    "holder_name": "Ada Lovelace",
    "status": "valid",
    "price": 2350,
    "currency": "EUR",
    "is_transferred": False,
    "issued_at": "2027-05-01T18:00:00.000Z",
    "checked_in_at": None,
    "gate": None,
}


class AttendeeRead(Response):
    """Who enters with a ticket, as the organizer sees it: without the code, which is its owner's."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    ticket_id: str
    order_id: str
    order_number: str
    ticket_type_id: str
    ticket_type_name: str
    holder_name: str
    status: TicketStatus
    price: Minor = Field(description="What was paid for it, in minor units: its share of its order.")
    currency: str
    is_transferred: bool = Field(description="Whether somebody else than the buyer has it.")
    issued_at: Moment
    checked_in_at: Moment | None
    gate: str | None

    @classmethod
    def of(cls, attendance: Attendance) -> "AttendeeRead":
        ticket, check_in = attendance.ticket, attendance.check_in
        return cls(
            ticket_id=ticket.id,
            order_id=ticket.order_id,
            order_number=ticket.order.number,
            ticket_type_id=ticket.ticket_type_id,
            ticket_type_name=ticket.ticket_type.name,
            holder_name=ticket.holder_name,
            status=ticket.status,
            price=ticket.price,
            currency=ticket.order.currency,
            is_transferred=ticket.is_transferred,
            issued_at=ticket.issued_at,
            checked_in_at=check_in and check_in.checked_in_at,
            gate=check_in and check_in.gate,
        )
