from typing import Annotated

from pydantic import ConfigDict, Field, JsonValue

from shared.access.principals import Principal
from shared.addresses import Email
from shared.ids import id_field
from shared.web.wire import Line, Moment, Name, Request, Response
from ticket_service.tickets.schemas import EVENT_EXAMPLE, TicketEvent, TicketId
from ticket_service.transfers.models import Transfer, TransferStatus
from ticket_service.transfers.queries import Direction

TransferId = Annotated[str, id_field("trf")]
_EXAMPLE: dict[str, JsonValue] = {
    "id": "trf_01980000000070008000000000000008",
    "direction": "outgoing",
    "status": "offered",
    "ticket_id": "tkt_01980000000070008000000000000006",
    "ticket_type_name": "Standing",
    "event": EVENT_EXAMPLE,
    "email": "ada@example.com",
    "message": "I cannot come. Enjoy it!",
    "created_at": "2027-04-01T18:00:00.000Z",
    "expires_at": "2027-04-04T18:00:00.000Z",
    "ended_at": None,
}


class TransferCreate(Request):
    """A ticket of yours, and the e-mail address of whoever is to have it."""

    ticket_id: TicketId
    email: Email
    message: Line = Field("", description="Shown to whoever has the address as verified.", examples=["Enjoy it!"])


class TransferAcceptance(Request):
    holder_name: Name = Field(description="Who enters with the ticket.", examples=["Ada Lovelace"])


class TransferRead(Response):
    """An offer of a ticket: `outgoing` when you made it, `incoming` when it is for your verified address.

    It can be accepted while it is `offered` and until `expires_at`; from then on the ticket has another code.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    id: TransferId
    direction: Direction
    status: TransferStatus
    ticket_id: str
    ticket_type_name: str
    event: TicketEvent
    email: str
    message: str
    created_at: Moment
    expires_at: Moment
    ended_at: Moment | None

    @classmethod
    def of(cls, transfer: Transfer, caller: Principal) -> "TransferRead":
        is_own = transfer.account_id == caller.account_id
        return cls(
            id=transfer.id,
            direction=Direction.OUTGOING if is_own else Direction.INCOMING,
            status=transfer.status,
            ticket_id=transfer.ticket_id,
            ticket_type_name=transfer.ticket.ticket_type.name,
            event=TicketEvent.model_validate(transfer.event),
            email=transfer.email,
            message=transfer.message,
            created_at=transfer.created_at,
            expires_at=transfer.expires_at,
            ended_at=transfer.ended_at,
        )
