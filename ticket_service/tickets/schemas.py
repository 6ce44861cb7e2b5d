"""Tickets on the wire."""

from typing import Annotated

from pydantic import Field, JsonValue

from shared.ids import id_field
from shared.web.wire import Moment, Response

TicketId = Annotated[str, id_field("tkt")]
EVENT_EXAMPLE: dict[str, JsonValue] = {
    "id": "evt_01980000000070008000000000000001",
    "title": "A Night",
    "status": "published",
    "venue_name": "Hall",
    "venue_address": "Hauptstraße 1",
    "city": "Berlin",
    "country": "DE",
    "time_zone": "Europe/Berlin",
    "doors_at": "2027-05-01T18:00:00.000Z",
    "starts_at": "2027-05-01T19:00:00.000Z",
    "ends_at": "2027-05-01T23:00:00.000Z",
    "image_url": "/api/v1/events/evt_01980000000070008000000000000001/image?v=img_01980000000070008000000000000009",
    "status_reason": None,
    "postponed_from": None,
}


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
    image_url: str | None = Field(description="Relative to the address of the API; null: it has none.")
    status_reason: str | None = Field(description="Why it was postponed or canceled.")
    postponed_from: Moment | None = Field(
        description="While it is postponed: when it was to start. The new date is known once `starts_at` is another one."
    )


class TicketReissue(Response):
    """The ticket has another code, which its owner finds in the account and in the mail."""

    id: str = Field(examples=["tkt_01980000000070008000000000000006"])
