"""Receipts, the last number of each organizer, and the orders for which somebody waits for one."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.ids import Id, new_id
from shared.persistence.database import Base
from shared.persistence.leases import LeasedWork
from ticket_service.orders.models import Order
from ticket_service.refunds.models import Refund

MAKE_TASK = "ticket.make_receipts"


class ReceiptKind(StrEnum):
    """Of what was paid, or (a credit note) of what went back."""

    SALE = "sale"
    REFUND = "refund"


class ReceiptSeries(Base):
    """An organizer's numbers. Its row is locked from the moment a number is taken until that number is kept."""

    __tablename__ = "receipt_series"
    __table_args__ = (CheckConstraint("last_number > 0", "last_number_positive"),)

    organizer_id: Mapped[str] = mapped_column(Id("org"), primary_key=True)
    last_number: Mapped[int] = mapped_column(BigInteger)


class Receipt(Base):
    """Rows are added and never changed."""

    __tablename__ = "receipts"
    __table_args__ = (
        CheckConstraint("kind IN ('sale', 'refund')", "known_kind"),
        CheckConstraint("(kind = 'refund') = (refund_id IS NOT NULL)", "a_credit_note_is_of_a_refund"),
        CheckConstraint("number > 0", "number_positive"),
        UniqueConstraint("organizer_id", "number"),
        Index("uq_receipts_sale", "order_id", unique=True, postgresql_where=text("kind = 'sale'")),
        Index("ix_receipts_order_id_number", "order_id", "number"),
    )

    id: Mapped[str] = mapped_column(Id("rcp"), primary_key=True, default=lambda: new_id("rcp"))
    organizer_id: Mapped[str] = mapped_column(Id("org"))
    number: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[ReceiptKind] = mapped_column(Text)
    order_id: Mapped[str] = mapped_column(Id("ord"), ForeignKey(Order.id))
    refund_id: Mapped[str | None] = mapped_column(Id("re"), ForeignKey(Refund.id), unique=True)
    # All that is printed, as it was when the number was given.
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[datetime]


class ReceiptWish(LeasedWork, Base):
    """Somebody has asked for an order's receipt: its work is to make what is missing."""

    __tablename__ = "receipt_wishes"
    __table_args__ = (Index("ix_receipt_wishes_due_at", "due_at", postgresql_where=text("state = 'waiting'")),)

    order_id: Mapped[str] = mapped_column(Id("ord"), ForeignKey(Order.id), primary_key=True)
