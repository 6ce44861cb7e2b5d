from datetime import datetime
from typing import Any

from pydantic import BaseModel

from shared.messages.dispute import OrderDisputed
from shared.messages.event import EventState
from shared.messages.ticket import (
    OrderRefunded,
    OrderState,
    TicketReissued,
    TicketTransferEnded,
    TicketTransferOffered,
    TicketTransferred,
    TicketVoided,
    WaitlistEntryState,
)

AboutTicket = TicketTransferOffered | TicketTransferEnded | TicketTransferred | TicketReissued | TicketVoided


class TicketFacts(BaseModel):
    """One ticket, and the offer that the message is about."""

    ticket_id: str
    event_id: str
    event_title: str
    ticket_type_name: str
    transfer_id: str = ""
    # To whom it was offered.
    email: str = ""
    offered_until: datetime | None = None
    outcome: str = ""

    @classmethod
    def of(cls, message: AboutTicket, **of_offer: Any) -> "TicketFacts":
        return cls(
            ticket_id=message.ticket_id,
            event_id=message.event_id,
            event_title=message.event_title,
            ticket_type_name=message.ticket_type_name,
            **of_offer,
        )


class WaitlistFacts(BaseModel):
    """A place in a line, and what became of it."""

    entry_id: str
    entry: WaitlistEntryState
    offered_until: datetime | None = None


class DisputeFacts(BaseModel):
    """What a buyer's bank asks back. `status` and `reason` are the payment provider's words."""

    status: str
    reason: str
    amount: int
    currency: str
    evidence_until: datetime | None = None

    @classmethod
    def of(cls, message: OrderDisputed) -> "DisputeFacts":
        return cls(
            status=message.status,
            reason=message.reason,
            amount=message.amount,
            currency=message.currency,
            evidence_until=message.evidence_until,
        )


class Facts(BaseModel):
    """What a message told, as far as a template needs it; kept with the notification."""

    order: OrderState | None = None
    event: EventState | None = None
    # The event as it was before the change.
    before: EventState | None = None
    ticket: TicketFacts | None = None
    waitlist: WaitlistFacts | None = None
    dispute: DisputeFacts | None = None
    reason: str = ""
    # Of what an organizer writes; the reason is what is written.
    subject: str = ""
    # What was refunded, and of the order's total in all; minor units.
    amount: int = 0
    refunded_total: int = 0
    # How many tickets ended with the refund, and how many of the order are valid afterwards.
    tickets_ended: int = 0
    tickets_left: int = 0
    # Whether people sent the money another way than it was paid.
    was_paid_by_hand: bool = False

    @classmethod
    def of_refund(cls, message: OrderRefunded) -> "Facts":
        return cls(
            order=message.order,
            amount=message.amount,
            refunded_total=message.refunded_total,
            reason=message.reason,
            tickets_ended=len(message.tickets),
            was_paid_by_hand=message.was_paid_by_hand,
            tickets_left=message.tickets_left,
        )
