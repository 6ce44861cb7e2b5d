"""Facts that ticket owns."""

# long because it lists all that one service tells, and has no rules

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from shared.messages.message import Message


class OrderLineState(BaseModel):
    """Tickets of one type. `total` is what they cost together; None in messages that knew no parts."""

    ticket_type_id: str
    ticket_type_name: str
    quantity: int
    unit_price: int
    discount: int = 0
    fee: int = 0
    tax: int = 0
    total: int | None = None

    @property
    def cost(self) -> int:
        return self.quantity * self.unit_price if self.total is None else self.total


class OrderState(BaseModel):
    """An order as the others keep it. Totals in minor units."""

    order_id: str
    number: str
    account_id: str
    event_id: str
    event_title: str
    organizer_id: str
    lines: list[OrderLineState]
    subtotal: int | None = None
    discount: int = 0
    fees: int = 0
    fees_included: bool = False
    tax: int = 0
    tax_included: bool = True
    # As they were agreed, the rate in basis points; older orders do not know them.
    tax_name: str | None = None
    tax_rate: int | None = None
    total: int
    currency: str
    created_at: datetime


class TicketState(BaseModel):
    ticket_id: str
    ticket_type_id: str
    holder_name: str


class OrderPaid(Message):
    """The order is paid (or was free) and its tickets are issued."""

    aggregate = "order_id"
    order_id: str
    order: OrderState
    tickets: list[TicketState]
    paid_at: datetime


class OrderExpired(Message):
    aggregate = "order_id"
    order_id: str
    order: OrderState


class OrderCanceled(Message):
    """The order ended before it was paid.

    `reason`: given_up (by the buyer), event_canceled or closed (by people, after a payment that did not fit).
    """

    aggregate = "order_id"
    order_id: str
    order: OrderState
    reason: str = "given_up"


class PaymentFailed(Message):
    """`reason`: the provider's decline code, in its words."""

    aggregate = "order_id"
    order_id: str
    order: OrderState
    reason: str


class OrderRefunded(Message):
    """`amount` went back, `refunded_total` of the order's total in all. `tickets` ended with it, `tickets_left` are valid.

    `was_paid` is false when the order was never told as paid: its money came too late and went back whole. `reason`:
    requested_by_buyer, by_organizer, event_canceled, paid_too_late or at_provider (sent back elsewhere, and found later).
    `was_paid_by_hand`: people sent the money, by bank transfer for one, because the provider could not.
    """

    aggregate = "order_id"
    order_id: str
    order: OrderState
    amount: int
    refunded_total: int
    reason: str
    was_paid: bool = True
    was_paid_by_hand: bool = False
    tickets: list[TicketState] = Field(default_factory=list)
    tickets_left: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the order is left."""
        return self.tickets_left == 0 and self.refunded_total >= self.order.total


class TicketCheckedIn(Message):
    aggregate = "ticket_id"
    ticket_id: str
    event_id: str
    ticket_type_id: str
    gate: str | None
    checked_in_at: datetime


class TicketCheckInUndone(Message):
    """The ticket can enter again, or another check-in, told next, stands in its place.

    `checked_in_at`: when it was admitted by what is undone.
    """

    aggregate = "ticket_id"
    ticket_id: str
    event_id: str
    ticket_type_id: str
    gate: str | None
    checked_in_at: datetime


class TicketTransferOffered(Message):
    """A ticket is offered by an account to an address, whether or not an account has it."""

    aggregate = "transfer_id"
    transfer_id: str
    ticket_id: str
    event_id: str
    event_title: str
    ticket_type_name: str
    account_id: str
    email: str
    expires_at: datetime


class TicketTransferEnded(Message):
    """The offer led to nothing; the ticket stays with whoever offered it."""

    aggregate = "transfer_id"
    transfer_id: str
    ticket_id: str
    event_id: str
    event_title: str
    ticket_type_name: str
    account_id: str
    email: str
    outcome: Literal["declined", "withdrawn", "expired"]


class TicketTransferred(Message):
    """The ticket, whose `version` this is, has another owner, name and code. `email`: the address that it was offered to."""

    aggregate = "ticket_id"
    ticket_id: str
    transfer_id: str
    order_id: str
    event_id: str
    event_title: str
    ticket_type_id: str
    ticket_type_name: str
    holder_name: str
    from_account_id: str
    to_account_id: str
    email: str
    transferred_at: datetime


class TicketReissued(Message):
    """The ticket has another code, its owner stays. `version` is the ticket's."""

    aggregate = "ticket_id"
    ticket_id: str
    event_id: str
    event_title: str
    ticket_type_name: str
    account_id: str


class TicketVoided(Message):
    """The organizer has ended the account's ticket; no money moves. `reason` is in people's words.

    `order_tickets_left`: how many tickets of its order are valid afterwards.
    """

    aggregate = "ticket_id"
    ticket_id: str
    order_id: str
    event_id: str
    event_title: str
    ticket_type_id: str
    ticket_type_name: str
    account_id: str
    reason: str
    order_tickets_left: int
    voided_at: datetime


class WaitlistEntryState(BaseModel):
    account_id: str
    event_id: str
    event_title: str
    ticket_type_id: str
    ticket_type_name: str
    quantity: int


class WaitlistOffered(Message):
    """Tickets have returned and are held until a moment for an account that waits for them."""

    aggregate = "entry_id"
    entry_id: str
    entry: WaitlistEntryState
    offered_until: datetime


class WaitlistEnded(Message):
    """Nothing came of an entry. `reason`: offer_passed, event_canceled, sale_ended, limit_reached or more_than_there_are."""

    aggregate = "entry_id"
    entry_id: str
    entry: WaitlistEntryState
    reason: str


class AllocationChanged(Message):
    """The capacity of a ticket type, or (without one) of all types together, as ticket now has it."""

    aggregate = "event_id"
    event_id: str
    ticket_type_id: str | None
    capacity: int
    sold: int


class AvailabilityChanged(Message):
    """Told only when an event crosses from one to another of not yet, on sale, few left, sold out and ended."""

    aggregate = "event_id"
    event_id: str
    sale_status: str
