"""Payments (attempts to collect an order's total), the calls to the provider that they need, and received webhooks."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shared.ids import Id, new_id
from shared.persistence.database import Base
from shared.persistence.leases import LeasedWork, WorkState
from ticket_service.orders.models import Order
from ticket_service.payments.errors import MoneyIsUnderway
from ticket_service.payments.events import REFUND_FAILED

# The task that looks at payments which are due.
SETTLE_TASK = "ticket.settle_payments"
# The task that looks at disputes.
DISPUTES_TASK = "ticket.look_at_disputes"
# The task that reads the provider's list of events.
EVENTS_TASK = "ticket.read_events"


class PaymentStatus(StrEnum):
    """`failed` was declined and may be tried again; `canceled` can never be paid any more."""

    CREATED = "created"
    REQUIRES_ACTION = "requires_action"
    PROCESSING = "processing"
    AUTHORIZED = "authorized"
    CAPTURED = "captured"
    CANCELED = "canceled"
    FAILED = "failed"
    DISPUTED = "disputed"
    REFUNDED = "refunded"


# The money has come; some of it may have gone back.
COLLECTED = (PaymentStatus.CAPTURED, PaymentStatus.DISPUTED, PaymentStatus.REFUNDED)
_STATUSES = ", ".join(f"'{status}'" for status in PaymentStatus)


class Payment(LeasedWork, Base):
    """Its work is to look at the intent: `due_at` says when next, a webhook makes it now."""

    __tablename__ = "payments"
    __table_args__ = (
        CheckConstraint(f"status IN ({_STATUSES})", "known_status"),
        CheckConstraint("amount > 0", "amount_positive"),
        CheckConstraint("refundable >= 0 AND refundable <= amount", "refundable_within_amount"),
        UniqueConstraint("order_id", "attempt"),
        Index("uq_payments_live", "order_id", unique=True, postgresql_where=text("status <> 'canceled'")),
        Index("ix_payments_due_at", "due_at", postgresql_where=text("state = 'waiting'")),
    )

    id: Mapped[str] = mapped_column(Id("pay"), primary_key=True, default=lambda: new_id("pay"))
    order_id: Mapped[str] = mapped_column(Id("ord"), ForeignKey(Order.id))
    event_id: Mapped[str] = mapped_column(Id("evt"))
    attempt: Mapped[int]
    status: Mapped[PaymentStatus] = mapped_column(Text, default=PaymentStatus.CREATED)
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    # What has been captured and has not gone back.
    refundable: Mapped[int] = mapped_column(BigInteger, default=0)
    # The provider's account that collects; the installation's own when empty.
    account: Mapped[str | None]
    intent_id: Mapped[str | None] = mapped_column(unique=True)
    failure_code: Mapped[str | None]
    # The provider's mark of the failure that was told last, so that each is told once.
    failure_told: Mapped[str | None]
    # When somebody last asked for a look, so that one who asks during a look is not forgotten.
    asked_at: Mapped[datetime | None]
    # When a reconciliation last found its intent at the provider.
    compared_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    @property
    def is_over(self) -> bool:
        """Whether nothing can be collected with it any more."""
        return self.status in {PaymentStatus.CANCELED, PaymentStatus.REFUNDED}

    def ask(self, moment: datetime) -> None:
        """Somebody has reason to believe that the intent has changed."""
        self.asked_at = moment
        self.state, self.due_at = WorkState.WAITING, moment

    def looked(self, next_at: datetime, taken_at: datetime) -> None:
        """A look is over; the next one is due at `next_at`, or at once when somebody asked since `taken_at`."""
        self.attempts, self.lease_until, self.leased_by, self.last_error = 0, None, None, None
        was_asked = self.asked_at is not None and self.asked_at >= taken_at
        self.due_at = taken_at if was_asked else next_at

    def mark_captured(self) -> None:
        self.status, self.refundable, self.failure_code = PaymentStatus.CAPTURED, self.amount, None

    def mark_refunded(self) -> None:
        self.status, self.refundable = PaymentStatus.REFUNDED, 0

    def mark_disputed(self, *, is_disputed: bool) -> None:
        """Whether a bank has taken some of it. What went back whole stays so."""
        if self.status in {PaymentStatus.CAPTURED, PaymentStatus.DISPUTED}:
            self.status = PaymentStatus.DISPUTED if is_disputed else PaymentStatus.CAPTURED

    def mark_declined(self, code: str) -> None:
        self.status, self.failure_code = PaymentStatus.FAILED, code

    def mark_canceled(self, reason: str | None = None) -> None:
        self.status = PaymentStatus.CANCELED
        self.failure_code = reason or self.failure_code
        self.finish()


class OperationKind(StrEnum):
    CREATE = "create"
    CAPTURE = "capture"
    CANCEL = "cancel"
    REFUND = "refund"


class PaymentOperation(LeasedWork, Base):
    """A call to the provider that changes something there: committed before it is made, under a key of its own."""

    __tablename__ = "payment_operations"
    __table_args__ = (
        CheckConstraint("kind IN ('create', 'capture', 'cancel', 'refund')", "known_kind"),
        UniqueConstraint("payment_id", "kind"),
        Index("ix_payment_operations_due_at", "due_at", postgresql_where=text("state = 'waiting'")),
    )

    id: Mapped[str] = mapped_column(Id("pop"), primary_key=True, default=lambda: new_id("pop"))
    kind: Mapped[OperationKind] = mapped_column(Text)
    order_id: Mapped[str] = mapped_column(Id("ord"), index=True)
    payment_id: Mapped[str] = mapped_column(Id("pay"), ForeignKey(Payment.id))
    # Rises when the present key cannot be sent again and the provider shows no effect of it.
    attempt: Mapped[int] = mapped_column(default=1)
    stripe_key: Mapped[str] = mapped_column(unique=True)
    # Since when the present key is in use: the provider forgets keys after a day.
    key_since: Mapped[datetime]
    # The provider repeats a failure for ever under the key that met it.
    is_key_spent: Mapped[bool] = mapped_column(default=False)
    params_hash: Mapped[str]
    # Why money goes back.
    reason: Mapped[str | None]
    # How people sent the money that the provider could not send back, in their words.
    paid_by_hand: Mapped[str | None]

    def pay_by_hand(self, how: str) -> None:
        """People have sent the money, which the provider will not send. Raises MoneyIsUnderway while it may."""
        if self.state != WorkState.DEAD:
            raise MoneyIsUnderway
        self.paid_by_hand = how
        self.finish()


class DisputeLook(LeasedWork, Base):
    """An intent whose disputes have to be looked at: its work is never over while one of them is open."""

    __tablename__ = "dispute_looks"
    __table_args__ = (Index("ix_dispute_looks_due_at", "due_at", postgresql_where=text("state = 'waiting'")),)

    intent_id: Mapped[str] = mapped_column(primary_key=True)
    # When somebody last asked, so that one who asks during a look is not forgotten.
    asked_at: Mapped[datetime]

    def looked(self, next_at: datetime | None, taken_at: datetime) -> None:
        """A look is over; another one is due at `next_at`, or at once when somebody asked since `taken_at`."""
        self.attempts, self.lease_until, self.leased_by, self.last_error = 0, None, None, None
        if self.asked_at >= taken_at:
            self.due_at = taken_at
        elif next_at is None:
            self.finish()
        else:
            self.due_at = next_at


class StripeEvent(Base):
    """A webhook that has been received, once. Its content is not kept: it only says where to look."""

    __tablename__ = "stripe_events"
    __table_args__ = (
        Index("ix_stripe_events_refund_failed", "intent_id", postgresql_where=text(f"type = '{REFUND_FAILED}'")),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    type: Mapped[str]
    intent_id: Mapped[str | None] = mapped_column(index=True)
    received_at: Mapped[datetime] = mapped_column(index=True)


class EventReading(LeasedWork, Base):
    """The reading of the provider's list of events, which begins anew every few minutes: one row."""

    __tablename__ = "event_readings"
    __table_args__ = (CheckConstraint('"only"', "one_row"),)

    only: Mapped[bool] = mapped_column(primary_key=True, default=True)
    # When the last whole reading began: what was created before has been received, but for what was on its way then.
    read_until: Mapped[datetime]
    # When the reading began that is under way, and the last event of the list that it received.
    begun_at: Mapped[datetime | None]
    reached: Mapped[str | None]

    def go_on(self, moment: datetime, reached: str | None, next_at: datetime) -> None:
        """Behind what was reached; at the end of the list another reading is due at `next_at`."""
        self.attempts, self.lease_until, self.leased_by, self.last_error = 0, None, None, None
        self.reached, self.due_at = reached, moment
        if reached is None:
            assert self.begun_at is not None, "a reading that ends has begun"
            self.read_until, self.begun_at, self.due_at = self.begun_at, None, next_at
