"""The purchase history: a copy of what ticket and event tell, written by messages only."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared.ids import Id
from shared.persistence.database import Base


class PurchaseStatus(StrEnum):
    PAID = "paid"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"
    CANCELED = "canceled"
    EXPIRED = "expired"


class Event(Base):
    """What of an event belongs on a receipt. It may arrive after the first purchase."""

    __tablename__ = "events"

    id: Mapped[str] = mapped_column(Id("evt"), primary_key=True)
    version: Mapped[int]
    title: Mapped[str]
    status: Mapped[str]
    venue_name: Mapped[str]
    city: Mapped[str]
    time_zone: Mapped[str]
    starts_at: Mapped[datetime]


class TransferredTicket(Base):
    """A ticket of a purchase that has changed hands, and whose it is now. Its purchase may be heard of later."""

    __tablename__ = "transferred_tickets"

    ticket_id: Mapped[str] = mapped_column(Id("tkt"), primary_key=True)
    order_id: Mapped[str] = mapped_column(Id("ord"), index=True)
    account_id: Mapped[str] = mapped_column(Id("usr"))
    # The ticket's, which rises with each transfer.
    version: Mapped[int]


class Purchase(Base):
    __tablename__ = "purchases"
    __table_args__ = (
        CheckConstraint(
            "status IN ('paid', 'partially_refunded', 'refunded', 'canceled', 'expired')", name="known_status"
        ),
        Index("ix_purchases_account", "account_id", "ordered_at", "order_id"),
    )

    order_id: Mapped[str] = mapped_column(Id("ord"), primary_key=True)
    account_id: Mapped[str] = mapped_column(Id("usr"))
    number: Mapped[str]
    status: Mapped[PurchaseStatus] = mapped_column(Text)
    event_id: Mapped[str] = mapped_column(Id("evt"))
    event_title: Mapped[str]
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    total: Mapped[int] = mapped_column(BigInteger)
    refunded_total: Mapped[int] = mapped_column(BigInteger, default=0)
    currency: Mapped[str]
    ordered_at: Mapped[datetime]
    paid_at: Mapped[datetime | None]

    event: Mapped[Event | None] = relationship(
        primaryjoin="foreign(Purchase.event_id) == Event.id", viewonly=True, lazy="raise"
    )
    transferred: Mapped[list[TransferredTicket]] = relationship(
        primaryjoin="Purchase.order_id == foreign(TransferredTicket.order_id)", viewonly=True, lazy="raise"
    )

    @property
    def tickets_transferred(self) -> int:
        """How many of its tickets somebody else has now."""
        return sum(ticket.account_id != self.account_id for ticket in self.transferred)
