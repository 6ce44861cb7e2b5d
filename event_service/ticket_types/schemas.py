from typing import Annotated

from pydantic import Field, Strict

from event_service.events.schemas import EventId, TicketTypeId
from shared.money import Currency
from shared.web.wire import Flag, Moment, Name, Prose, Request, Response

MOST_TICKETS = 1_000_000
MOST_PER_ORDER = 100

# The payment provider takes at most eight digits (docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).
Price = Annotated[
    int, Strict(), Field(ge=0, le=99_999_999, description="Minor units of the currency, e.g. cents.", examples=[2500])
]
Capacity = Annotated[int, Strict(), Field(ge=0, le=MOST_TICKETS, examples=[300])]
PerOrder = Annotated[int, Strict(), Field(ge=1, le=MOST_PER_ORDER, examples=[10])]
PerAccount = Annotated[int, Strict(), Field(ge=1, le=MOST_TICKETS, examples=[10])]
Position = Annotated[int, Strict(), Field(ge=0, le=1000, description="Its place among the event's types.")]
_HIDDEN = "Seen and bought only by who has an access code for it."
TypeDescription = Annotated[Prose, Field(max_length=2000, examples=["Standing, in front of the stage"])]


class TicketTypeCreate(Request):
    """All ticket types of an event have one currency."""

    name: Name = Field(examples=["Standing"])
    description: TypeDescription = ""
    price: Price
    currency: Currency = Field(examples=["EUR"])
    capacity: Capacity
    max_per_order: PerOrder = 10
    max_per_account: PerAccount | None = None
    sales_start_at: Moment | None = None
    sales_end_at: Moment | None = None
    valid_from: Moment | None = None
    valid_until: Moment | None = None
    is_hidden: Flag = Field(False, description=_HIDDEN)
    position: Position | None = Field(None, description="Its place among the event's types; the last if left out.")


class TicketTypeChange(Request):
    """What is not named stays as it is; `null` clears. The capacity is changed by its own route."""

    name: Name = Field(default_factory=str, examples=["Standing"])
    description: TypeDescription = Field(default_factory=str)
    price: Price = Field(default_factory=int)
    currency: Currency = Field(default_factory=str, examples=["EUR"])
    max_per_order: PerOrder = Field(default_factory=int)
    max_per_account: PerAccount | None = None
    sales_start_at: Moment | None = None
    sales_end_at: Moment | None = None
    valid_from: Moment | None = None
    valid_until: Moment | None = None
    is_hidden: Flag = Field(default_factory=bool, description=_HIDDEN)
    position: Position = Field(default_factory=int)


class CapacityChange(Request):
    capacity: Capacity


class OverallCapacityChange(Request):
    capacity: Annotated[Capacity, Field(ge=1)] | None = Field(
        description="So many tickets are sold at most, whatever their types; `null`: only the types' own capacities count."
    )


class TicketTypeRead(Response):
    """A ticket type as its managers see it."""

    id: TicketTypeId
    event_id: EventId
    position: int
    name: str = Field(examples=["Standing"])
    description: str
    price: int = Field(examples=[2500], description="Minor units of the currency.")
    currency: str = Field(examples=["EUR"])
    capacity: int = Field(examples=[300])
    max_per_order: int = Field(examples=[10])
    max_per_account: int | None
    sales_start_at: Moment | None
    sales_end_at: Moment | None
    valid_from: Moment | None
    valid_until: Moment | None
    is_withdrawn: bool
    is_hidden: bool


class TicketTypeList(Response):
    data: list[TicketTypeRead]
    overall_capacity: int | None = Field(
        examples=[500], description="So many tickets are sold at most, whatever their types."
    )
