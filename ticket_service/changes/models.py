"""What can happen in an order's life, and the changes of which no other row keeps moment and author."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from shared.ids import Id
from shared.persistence.database import Base


class What(StrEnum):
    """In the order of a life, by which things of one moment are told."""

    PLACED = "placed"
    PAYMENT_STARTED = "payment_started"
    PAYMENT_FAILED = "payment_failed"
    PAYMENT_AUTHORIZED = "payment_authorized"
    PAYMENT_CAPTURED = "payment_captured"
    PAID = "paid"
    EXPIRING = "expiring"
    PAYMENT_CANCELED = "payment_canceled"
    EXPIRED = "expired"
    CANCELED = "canceled"
    HOLDER_CHANGED = "holder_changed"
    TICKET_REISSUED = "ticket_reissued"
    TICKET_OFFERED = "ticket_offered"
    TICKET_TRANSFERRED = "ticket_transferred"
    OFFER_DECLINED = "offer_declined"
    OFFER_WITHDRAWN = "offer_withdrawn"
    OFFER_EXPIRED = "offer_expired"
    TICKET_VOIDED = "ticket_voided"
    REFUND_REQUESTED = "refund_requested"
    REFUND_DECLINED = "refund_declined"
    REFUND_APPROVED = "refund_approved"
    REFUND_RETRIED = "refund_retried"
    REFUND_SENT = "refund_sent"
    REFUND_FAILED = "refund_failed"
    DISPUTED = "disputed"
    DISPUTE_ENDED = "dispute_ended"
    UNDER_REVIEW = "under_review"


class By(StrEnum):
    """As what somebody did it. A holder is whom a ticket of the order was offered or transferred to."""

    BUYER = "buyer"
    HOLDER = "holder"
    ORGANIZER = "organizer"
    ADMIN = "admin"
    SYSTEM = "system"


def _one_of(names: type[StrEnum]) -> str:
    return ", ".join(f"'{name}'" for name in names)


class OrderChange(Base):
    """Rows are added and never changed."""

    __tablename__ = "order_changes"
    __table_args__ = (
        CheckConstraint(f"what IN ({_one_of(What)})", "known_what"),
        CheckConstraint(f"by IN ({_one_of(By)})", "known_by"),
        Index("ix_order_changes_order_id_n", "order_id", "n"),
    )

    n: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    # No foreign key: its check locks the order, which whoever changes a ticket has not locked before it.
    order_id: Mapped[str] = mapped_column(Id("ord"))
    what: Mapped[What] = mapped_column(Text)
    by: Mapped[By] = mapped_column(Text)
    happened_at: Mapped[datetime]
    # A code, or people's words.
    reason: Mapped[str | None]
    amount: Mapped[int | None] = mapped_column(BigInteger)
    ticket_id: Mapped[str | None] = mapped_column(Id("tkt"))
    refund_id: Mapped[str | None] = mapped_column(Id("re"))
