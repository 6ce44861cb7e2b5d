"""Holds: a buyer's unpaid claim to tickets until a moment, at the price, taxes and fees of the moment it was taken."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared.ids import Id, new_id
from shared.persistence.database import Base
from ticket_service.catalog.models import Event, TicketType
from ticket_service.holds.errors import HoldEnded, HoldExpired, HoldExtendedTooOften
from ticket_service.pricing.calculation import Discount, Line, Price, Terms, calculate


class HoldStatus(StrEnum):
    ACTIVE = "active"
    CONVERTED = "converted"
    RELEASED = "released"
    EXPIRED = "expired"


class Hold(Base):
    __tablename__ = "holds"
    __table_args__ = (
        CheckConstraint("status IN ('active', 'converted', 'released', 'expired')", "known_status"),
        Index("ix_holds_active_expires_at", "expires_at", postgresql_where=text("status = 'active'")),
        Index("ix_holds_active_event_id", "event_id", postgresql_where=text("status = 'active'")),
    )

    id: Mapped[str] = mapped_column(Id("hold"), primary_key=True, default=lambda: new_id("hold"))
    account_id: Mapped[str] = mapped_column(Id("usr"))
    event_id: Mapped[str] = mapped_column(Id("evt"), ForeignKey(Event.id))
    status: Mapped[HoldStatus] = mapped_column(Text, default=HoldStatus.ACTIVE)
    # With the taxes and fees of the moment it was taken, which `terms` keeps.
    total: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    _terms: Mapped[dict[str, Any]] = mapped_column("terms", JSONB)
    # Beside them: a version of this service that does not know it yet reads what it expects. Older holds have none.
    tax_name: Mapped[str | None]
    access_code_id: Mapped[str | None] = mapped_column(Id("code"))
    extensions: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    lines: Mapped[list["HoldLine"]] = relationship(lazy="raise", order_by="HoldLine.position")

    @property
    def quantities(self) -> dict[str, int]:
        """Tickets by ticket type."""
        return {line.ticket_type_id: line.quantity for line in self.lines}

    @property
    def code_ids(self) -> Sequence[str]:
        return [] if self.access_code_id is None else [self.access_code_id]

    @property
    def price(self) -> Price:
        return self.price_with(None)

    def price_with(self, discount: Discount | None) -> Price:
        """What its tickets cost by its own prices and terms."""
        lines = [Line(line.ticket_type_id, line.unit_price, line.quantity) for line in self.lines]
        terms = Terms(**self._terms)
        if self.tax_name is not None:
            terms = replace(terms, tax_name=self.tax_name)
        return calculate(lines, terms, self.currency, discount)

    def convert(self, moment: datetime) -> None:
        self.require_active(moment)
        self.status = HoldStatus.CONVERTED

    def release(self, moment: datetime) -> None:
        self.require_active(moment)
        self.status = HoldStatus.RELEASED

    def expire(self) -> None:
        self.status = HoldStatus.EXPIRED

    def extend(self, moment: datetime, until: datetime, most: int) -> None:
        self.require_active(moment)
        if self.extensions >= most:
            raise HoldExtendedTooOften(most=most)
        self.extensions += 1
        self.expires_at = until

    def require_active(self, moment: datetime) -> None:
        """An active hold is over at its moment, whether or not a sweeper has come by."""
        if self.status == HoldStatus.EXPIRED or (self.status == HoldStatus.ACTIVE and self.expires_at <= moment):
            raise HoldExpired
        if self.status != HoldStatus.ACTIVE:
            raise HoldEnded(hold_status=self.status)


class HoldLine(Base):
    __tablename__ = "hold_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", "quantity_positive"),
        CheckConstraint("unit_price >= 0", "unit_price_not_negative"),
    )

    hold_id: Mapped[str] = mapped_column(Id("hold"), ForeignKey(Hold.id, ondelete="CASCADE"), primary_key=True)
    ticket_type_id: Mapped[str] = mapped_column(Id("tt"), ForeignKey(TicketType.id), primary_key=True)
    position: Mapped[int]
    quantity: Mapped[int]
    unit_price: Mapped[int]
