"""Tickets on the wire."""

from typing import Annotated

from pydantic import Field

from shared.ids import id_field
from shared.web.wire import Moment, Name, Request, Response
from ticket_service.tickets.models import TicketStatus

TicketId = Annotated[str, id_field("tkt")]


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


class TicketChange(Request):
    holder_name: Name = Field(description="Who enters with the ticket.", examples=["Ada Lovelace"])


class TicketReissue(Response):
    """The ticket has another code, which its owner finds in the account and in the mail."""

    id: str = Field(examples=["tkt_01980000000070008000000000000006"])


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
