"""Facts that event owns. Those about an event carry its whole public state, so that a copy needs no question."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from shared.messages.message import Message


class EventState(BaseModel):
    """An event as the others keep it."""

    event_id: str
    organizer_id: str
    organizer_name: str
    slug: str
    title: str
    status: Literal["published", "postponed", "canceled"]
    venue_name: str
    venue_address: str
    city: str
    country: str
    time_zone: str
    doors_at: datetime
    starts_at: datetime
    ends_at: datetime
    has_image: bool


class TicketTypeState(BaseModel):
    """A ticket type as ticket sells it. Its capacity is told once, in EventPublished; afterwards ticket owns it."""

    ticket_type_id: str
    event_id: str
    position: int
    name: str
    description: str
    price: int
    currency: str
    max_per_order: int
    max_per_account: int | None
    sales_start_at: datetime | None
    sales_end_at: datetime | None
    valid_from: datetime | None
    valid_until: datetime | None
    is_withdrawn: bool
    version: int


class OpeningCapacity(BaseModel):
    ticket_type_id: str
    capacity: int


class EventPublished(Message):
    aggregate = "event_id"
    event_id: str
    event: EventState
    ticket_types: list[TicketTypeState]
    capacities: list[OpeningCapacity]


class EventChanged(Message):
    aggregate = "event_id"
    event_id: str
    event: EventState


class EventPostponed(Message):
    aggregate = "event_id"
    event_id: str
    event: EventState
    reason: str


class EventCanceled(Message):
    aggregate = "event_id"
    event_id: str
    event: EventState
    reason: str


class TicketTypeChanged(Message):
    """A type of a published event was added or changed. A new one begins with capacity 0 until it is set at ticket."""

    aggregate = "event_id"
    event_id: str
    ticket_type: TicketTypeState


class StaffChanged(Message):
    """The accounts that may check in at the event, all of them."""

    aggregate = "event_id"
    event_id: str
    account_ids: list[str]


class OrganizerMembersChanged(Message):
    """The accounts that manage the organizer's events, all of them."""

    aggregate = "organizer_id"
    organizer_id: str
    account_ids: list[str]
