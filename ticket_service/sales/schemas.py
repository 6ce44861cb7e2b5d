from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from shared.wire import Name, Request
from ticket_service.holds.schemas import EventId, HoldId, Items, TicketTypeId


class HolderName(Request):
    """Who enters with one of the tickets of a type."""

    ticket_type_id: TicketTypeId
    name: Name


class OrderCreate(Request):
    """Either a hold, or an event and items; the holders in both cases, one per ticket."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "hold_id": "hold_01980000000070008000000000000003",
                    "holders": [
                        {"ticket_type_id": "tt_01980000000070008000000000000002", "name": "Ada Lovelace"},
                        {"ticket_type_id": "tt_01980000000070008000000000000002", "name": "Charles Babbage"},
                    ],
                }
            ]
        }
    )

    hold_id: HoldId | None = None
    event_id: EventId | None = None
    items: Items | None = None
    holders: Annotated[list[HolderName], Field(min_length=1, max_length=1000)]

    @model_validator(mode="after")
    def _a_hold_or_items(self) -> Self:
        direct = (self.event_id is not None, self.items is not None)
        if direct != ((self.hold_id is None), (self.hold_id is None)):
            raise ValueError("send either `hold_id`, or `event_id` with `items`")
        return self
