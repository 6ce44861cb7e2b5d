"""Refunds, the tickets that end with them, and canceled events whose orders are refunded."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared.ids import Id, new_id
from shared.persistence.database import Base
from shared.persistence.leases import LeasedWork
from ticket_service.catalog.models import Event
from ticket_service.orders.models import Order
from ticket_service.payments.models import Payment
from ticket_service.refunds.errors import RefundNotFailed, RefundNotOpen
from ticket_service.tickets.models import Ticket

# The tasks that send approved refunds to the provider, and that refund the orders of canceled events.
SEND_TASK = "ticket.send_refunds"
CANCELED_TASK = "ticket.refund_canceled_events"


class RefundStatus(StrEnum):
    """A requested refund is a wish and has changed nothing. From its approval on its tickets have ended.

    The money of a failed one has not arrived: its tickets stay ended, its amount stays set aside, people try again or pay
    by hand.
    """

    REQUESTED = "requested"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    DECLINED = "declined"


class Cause(StrEnum):
    REQUESTED_BY_BUYER = "requested_by_buyer"
    BY_ORGANIZER = "by_organizer"
    EVENT_CANCELED = "event_canceled"
    # It was made elsewhere and found by a reconciliation.
    AT_PROVIDER = "at_provider"


_STATUSES = ", ".join(f"'{status}'" for status in RefundStatus)
_CAUSES = ", ".join(f"'{cause}'" for cause in Cause)


class Refund(LeasedWork, Base):
    """Its work is to have the provider send the money: waiting from the approval until the money has gone or cannot go."""

    __tablename__ = "refunds"
    __table_args__ = (
        CheckConstraint(f"status IN ({_STATUSES})", "known_status"),
        CheckConstraint(f"cause IN ({_CAUSES})", "known_cause"),
        CheckConstraint("amount >= 0", "amount_not_negative"),
        CheckConstraint(
            "amount = 0 OR payment_id IS NOT NULL OR status IN ('requested', 'declined')", "money_has_a_payment"
        ),
        Index("ix_refunds_event_id_id", "event_id", "id"),
        Index("ix_refunds_account_id_id", "account_id", "id"),
        Index("ix_refunds_due_at", "due_at", postgresql_where=text("state = 'waiting'")),
        Index("ix_refunds_failed", "id", postgresql_where=text("status = 'failed'")),
    )

    id: Mapped[str] = mapped_column(Id("re"), primary_key=True, default=lambda: new_id("re"))
    order_id: Mapped[str] = mapped_column(Id("ord"), ForeignKey(Order.id), index=True)
    # None while it is a wish, and when nothing was paid.
    payment_id: Mapped[str | None] = mapped_column(Id("pay"), ForeignKey(Payment.id), index=True)
    event_id: Mapped[str] = mapped_column(Id("evt"), ForeignKey(Event.id))
    # The buyer's.
    account_id: Mapped[str] = mapped_column(Id("usr"))
    status: Mapped[RefundStatus] = mapped_column(Text, default=RefundStatus.REQUESTED)
    cause: Mapped[Cause] = mapped_column(Text)
    # In people's words.
    reason: Mapped[str]
    # What its tickets cost until the approval fixes it.
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    # Nobody asked for or decided the refunds of a canceled event.
    requested_by: Mapped[str | None] = mapped_column(Id("usr"))
    decided_by: Mapped[str | None] = mapped_column(Id("usr"))
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    # When the others were told that the money went: once, also if the bank sends it back and it is sent again.
    told_at: Mapped[datetime | None]
    # When the provider was last asked: what it says afterwards is news.
    asked_at: Mapped[datetime | None]
    provider_id: Mapped[str | None] = mapped_column(unique=True)
    failure: Mapped[str | None]
    # How people sent the money that the provider could not send, in their words.
    paid_by_hand: Mapped[str | None]
    # Rises when the present key cannot be sent again and the provider shows no effect of it.
    key_attempt: Mapped[int] = mapped_column(default=1)
    key_since: Mapped[datetime]
    is_key_spent: Mapped[bool] = mapped_column(default=False)

    tickets: Mapped[list["RefundTicket"]] = relationship(lazy="raise", order_by="RefundTicket.ticket_id")

    @property
    def ticket_ids(self) -> Sequence[str]:
        return [ticket.ticket_id for ticket in self.tickets]

    @property
    def stripe_key(self) -> str:
        return f"ref:{self.id}" if self.key_attempt == 1 else f"ref:{self.id}:{self.key_attempt}"

    def approve(self, moment: datetime, *, amount: int, payment_id: str | None, decided_by: str | None) -> None:
        """Its tickets have ended and its amount is set aside: the money can be sent."""
        self.require_open()
        self.status, self.amount, self.payment_id = RefundStatus.PROCESSING, amount, payment_id
        self.decided_at, self.decided_by, self.key_since = moment, decided_by, moment
        self.revive(moment)

    def decline(self, moment: datetime, *, decided_by: str | None) -> None:
        """Its tickets may be asked for again."""
        self.require_open()
        self.status, self.decided_at, self.decided_by = RefundStatus.DECLINED, moment, decided_by
        for ticket in self.tickets:
            ticket.is_declined = True

    def use_next_key(self, moment: datetime) -> None:
        self.key_attempt += 1
        self.key_since, self.is_key_spent = moment, False

    def mark_succeeded(self, moment: datetime, provider_id: str | None) -> None:
        self.status, self.finished_at, self.failure = RefundStatus.SUCCEEDED, moment, None
        self.provider_id = provider_id
        self.finish()

    def mark_failed(self, moment: datetime, failure: str, provider_id: str | None) -> None:
        self.status, self.finished_at, self.failure = RefundStatus.FAILED, moment, failure
        self.provider_id = provider_id or self.provider_id
        self.give_up(failure)

    def retry(self, moment: datetime) -> None:
        """The money is sent again, under a key of its own and after a look whether it has not gone meanwhile."""
        self.require_failed()
        self.status, self.finished_at = RefundStatus.PROCESSING, None
        self.use_next_key(moment)
        self.revive(moment)
        self.attempts = 1

    def pay_by_hand(self, how: str) -> None:
        """People have sent the money of a failed refund."""
        self.require_failed()
        self.paid_by_hand = how

    def require_open(self) -> None:
        if self.status != RefundStatus.REQUESTED:
            raise RefundNotOpen(refund_status=self.status)

    def require_failed(self) -> None:
        if self.status != RefundStatus.FAILED:
            raise RefundNotFailed(refund_status=self.status)


class RefundTicket(Base):
    """A ticket is in one refund at most, those aside that were declined."""

    __tablename__ = "refund_tickets"
    __table_args__ = (
        Index("uq_refund_tickets_standing", "ticket_id", unique=True, postgresql_where=text("NOT is_declined")),
    )

    refund_id: Mapped[str] = mapped_column(Id("re"), ForeignKey(Refund.id), primary_key=True)
    ticket_id: Mapped[str] = mapped_column(Id("tkt"), ForeignKey(Ticket.id), primary_key=True)
    is_declined: Mapped[bool] = mapped_column(default=False)


class Cancellation(LeasedWork, Base):
    """A canceled event: its work is to refund its orders, a batch at a time, in the order of their ids."""

    __tablename__ = "cancellations"
    __table_args__ = (Index("ix_cancellations_due_at", "due_at", postgresql_where=text("state = 'waiting'")),)

    event_id: Mapped[str] = mapped_column(Id("evt"), ForeignKey(Event.id), primary_key=True)
    # In the organizer's words.
    reason: Mapped[str]
    # The last order of the last batch; none before the first batch and before a look at what has been left out.
    reached: Mapped[str | None] = mapped_column(Id("ord"))
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    def go_on(self, at: datetime) -> None:
        """After the order that was reached, or with the first one again."""
        self.attempts, self.lease_until, self.leased_by, self.due_at = 0, None, None, at

    def complete(self, moment: datetime) -> None:
        self.finished_at = moment
        self.finish()
