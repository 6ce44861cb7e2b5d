from typing import Annotated

from pydantic import ConfigDict, Field, JsonValue

from shared.ids import id_field
from shared.web.wire import Moment, Request, Response
from ticket_service.catalog.ids import TicketTypeId
from ticket_service.holds.schemas import HoldId, Quantity
from ticket_service.tickets.schemas import EVENT_EXAMPLE, TicketEvent
from ticket_service.waitlist.models import Ending, EntryStatus, WaitlistEntry

WaitlistEntryId = Annotated[str, id_field("wle")]
_EXAMPLE: dict[str, JsonValue] = {
    "id": "wle_01980000000070008000000000000009",
    "status": "waiting",
    "ticket_type_id": "tt_01980000000070008000000000000002",
    "ticket_type_name": "Standing",
    "quantity": 2,
    "event": EVENT_EXAMPLE,
    "place": 3,
    "joined_at": "2027-04-01T18:00:00.000Z",
    "offered_until": None,
    "hold_id": None,
    "ended_because": None,
    "ended_at": None,
}


class WaitlistJoin(Request):
    """How many tickets of a type that is sold out you want. They are offered together, never fewer."""

    ticket_type_id: TicketTypeId
    quantity: Quantity = Field(examples=[2])


class WaitlistEntryRead(Response):
    """A place in the line for a ticket type. `offered`: tickets are held for you until `offered_until`; accept them."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    id: WaitlistEntryId
    status: EntryStatus
    ticket_type_id: TicketTypeId
    ticket_type_name: str
    quantity: int
    event: TicketEvent
    place: int | None = Field(
        description="While it waits: 1 is the next. Nobody can say when tickets return, or how many; those before you "
        "may want several each. It rises only when a postponed event takes its offers back."
    )
    joined_at: Moment
    offered_until: Moment | None
    hold_id: HoldId | None = Field(description="What it became when it was accepted.")
    ended_because: Ending | None
    ended_at: Moment | None

    @classmethod
    def of(cls, entry: WaitlistEntry, place: int | None) -> "WaitlistEntryRead":
        return cls(
            id=entry.id,
            status=entry.status,
            ticket_type_id=entry.ticket_type_id,
            ticket_type_name=entry.ticket_type.name,
            quantity=entry.quantity,
            event=TicketEvent.model_validate(entry.event),
            place=place,
            joined_at=entry.joined_at,
            offered_until=entry.offered_until,
            hold_id=entry.hold_id,
            ended_because=entry.ended_because,
            ended_at=entry.ended_at,
        )
