from typing import Annotated

from pydantic import Field, StringConstraints

from event_service.events.models import Event, EventStatus
from event_service.organizers.schemas import OrganizerId
from event_service.venues.schemas import VenueId, VenueRead
from shared.ids import id_field
from shared.web.wire import Line, Moment, Name, Prose, Request, Response

EventId = Annotated[str, id_field("evt"), Field(examples=["evt_0197b2f0c1d27e0f8a5b3c4d5e6f7a8b"])]
TicketTypeId = Annotated[str, id_field("tt"), Field(examples=["tt_0197b2f0c1d27e0f8a5b3c4d5e6f7a8b"])]
Category = Annotated[Line, StringConstraints(max_length=60), Field(examples=["music"])]
Slug = Annotated[str, StringConstraints(min_length=1, max_length=80), Field(examples=["jazz-at-the-mill"])]


class ProgrammeEntry(Request):
    starts_at: Moment
    title: Name = Field(examples=["Support act"])


Programme = Annotated[list[ProgrammeEntry], Field(max_length=100)]


class EventCreate(Request):
    """A draft. What is not known yet may be left out; publishing says what is still missing."""

    organizer_id: OrganizerId
    venue_id: VenueId | None = None
    title: Name = Field(examples=["Jazz at the Mill"])
    summary: Line = Field("", examples=["An evening with the Riverside Trio"])
    description: Prose = ""
    category: Category = ""
    doors_at: Moment | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    programme: Programme = Field(default_factory=list)


class EventChange(Request):
    """What is not named stays as it is; `null` clears."""

    venue_id: VenueId | None = None
    title: Name = Field(default_factory=str, examples=["Jazz at the Mill"])
    summary: Line = Field(default_factory=str, examples=["An evening with the Riverside Trio"])
    description: Prose = Field(default_factory=str)
    category: Category = Field(default_factory=str)
    doors_at: Moment | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    programme: Programme = Field(default_factory=list)


class Offer(Response):
    """A ticket type as it is offered. How many are left is said by the event's `availability`."""

    id: TicketTypeId
    name: str = Field(examples=["Standing"])
    description: str
    price: int = Field(examples=[2500], description="Minor units of the currency, before what is added to it.")
    all_in_price: int = Field(
        examples=[2650], description="What one ticket costs, with the fees and the tax that are added."
    )
    currency: str = Field(examples=["EUR"])
    max_per_order: int = Field(examples=[10])
    sales_start_at: Moment | None
    sales_end_at: Moment | None


class EventRead(Response):
    """An event as its page shows it. Place and times can be null in a draft only."""

    id: EventId
    slug: str = Field(examples=["jazz-at-the-mill"])
    organizer_id: OrganizerId
    organizer_name: str = Field(examples=["Riverside Concerts"])
    venue: VenueRead | None
    title: str = Field(examples=["Jazz at the Mill"])
    summary: str
    description: str
    category: str = Field(examples=["music"])
    status: EventStatus
    status_reason: str | None = Field(description="Why it was postponed or canceled.")
    postponed_from: Moment | None = Field(
        description="While it is postponed: when it was to start. The new date is known once `starts_at` is another one."
    )
    doors_at: Moment | None
    starts_at: Moment | None
    ends_at: Moment | None
    programme: list[ProgrammeEntry]
    image_url: str | None = Field(description="Relative to the address of the API.")
    currency: str | None = Field(examples=["EUR"])
    ticket_types: list[Offer] = Field(validation_alias="shown_offers")
    sale_status: str | None = Field(
        validation_alias="told_sale_status",
        examples=["on_sale"],
        description="As last told by the sale; `availability` has the present one.",
    )


class EventOutline(Response):
    """An event in a few words. Place and times can be null in a draft only."""

    id: EventId
    slug: str = Field(examples=["jazz-at-the-mill"])
    organizer_id: OrganizerId
    organizer_name: str = Field(examples=["Riverside Concerts"])
    venue: VenueRead | None
    title: str = Field(examples=["Jazz at the Mill"])
    summary: str
    category: str = Field(examples=["music"])
    status: EventStatus
    postponed_from: Moment | None = Field(
        description="While it is postponed: when it was to start. The new date is known once `starts_at` is another one."
    )
    doors_at: Moment | None
    starts_at: Moment | None
    ends_at: Moment | None
    image_url: str | None = Field(description="Relative to the address of the API.")
    lowest_price: int | None = Field(
        examples=[2650], description="What its cheapest ticket costs, all in, in minor units."
    )
    currency: str | None = Field(examples=["EUR"])
    sale_status: str | None = Field(validation_alias="told_sale_status", examples=["on_sale"])


class OwnEventSummary(EventOutline):
    """An event in its organizer's list."""

    capacity: int = Field(examples=[300], description="Tickets of all types that are offered.")
    sold: int = Field(examples=[120], description="Sold and not given back. A few seconds old.")

    @classmethod
    def of(cls, event: Event, sold: int) -> "OwnEventSummary":
        outline = EventOutline.model_validate(event)
        return cls.model_construct(**dict(outline), capacity=event.capacity, sold=sold)


class EventSummary(EventOutline):
    """A public event among others."""

    venue: VenueRead
    doors_at: Moment
    starts_at: Moment
    ends_at: Moment
