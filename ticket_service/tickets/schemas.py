"""Tickets on the wire."""

from typing import Annotated

from shared.ids import id_field
from shared.wire import Moment, Response
from ticket_service.tickets.models import TicketStatus

TicketId = Annotated[str, id_field("tkt")]
OrderId = Annotated[str, id_field("ord")]
EventId = Annotated[str, id_field("evt")]


class TicketEvent(Response):
    """The ticket's event, as far as its holder needs it."""

    id: str
    title: str
    status: str
    venue_name: str
    venue_address: str
    city: str
    country: str
    time_zone: str
    doors_at: Moment
    starts_at: Moment
    ends_at: Moment


class TicketRead(Response):
    """A ticket. `code` is what its QR code says: who has it can enter."""

    id: str
    order_id: str
    event_id: str
    ticket_type_id: str
    ticket_type_name: str
    holder_name: str
    status: TicketStatus
    code: str
    issued_at: Moment
    event: TicketEvent
