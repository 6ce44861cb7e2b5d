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
    # Part of the image's address: another image has another one. None without an image, and in what was told before it was.
    image_id: str | None = None
    # Why it was postponed or canceled.
    status_reason: str | None = None
    # While it is postponed: when it was to start. Its new date is known once it starts at another time.
    postponed_from: datetime | None = None


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
    is_hidden: bool = False
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
    # Of all types together; None where only their own count.
    overall_capacity: int | None = None


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


class UpdateSent(Message):
    """The organizer has written to everybody who has tickets, in their own words."""

    aggregate = "event_id"
    event_id: str
    update_id: str
    event: EventState
    subject: str
    text: str


class TicketTypeChanged(Message):
    """A type of a published event was added or changed. A new one begins with capacity 0 until it is set at ticket."""

    aggregate = "event_id"
    event_id: str
    ticket_type: TicketTypeState


class CodeState(BaseModel):
    """A discount (of a `rate` in basis points, or of an `amount` off the order) or an access code."""

    code_id: str
    kind: Literal["discount", "access"]
    code: str
    rate: int | None
    amount: int | None
    # The types that it is for, None for all.
    ticket_type_ids: list[str] | None
    max_uses: int | None
    max_per_account: int | None
    valid_from: datetime | None
    valid_until: datetime | None


class SaleRulesState(BaseModel):
    """By which rules an event is sold. Rates in basis points, amounts in minor units of the event's currency."""

    # As buyers read it.
    tax_name: str = "VAT"
    tax_rate: int = 0
    tax_included: bool = True
    fee_per_ticket: int = 0
    fee_rate: int = 0
    fees_included: bool = False
    refunds: Literal["none", "on_request", "automatic"] = "on_request"
    refund_until: datetime | None = None
    transfers_allowed: bool = True
    transfer_until: datetime | None = None
    codes: list[CodeState] = []


class SaleRulesChanged(Message):
    """All rules of a published event with all its codes. An event of which none were told has those of an empty state."""

    aggregate = "event_id"
    event_id: str
    rules: SaleRulesState


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
