"""Codes that buyers enter. Rates are basis points (1900 is 19 %), amounts minor units of the event's currency."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from event_service.events.models import Event
from event_service.sale_rules.errors import CodeNotWhole
from shared.ids import Id, new_id
from shared.persistence.database import Base


class CodeKind(StrEnum):
    DISCOUNT = "discount"
    ACCESS = "access"


class Code(Base):
    """A word that buyers enter. A discount lowers an order's price, of the types it names or of all; an access code opens
    the types it names to whoever has it, hidden ones and before their sale.
    """

    __tablename__ = "codes"
    __table_args__ = (
        UniqueConstraint("event_id", "code"),
        CheckConstraint(
            "CASE kind WHEN 'discount' THEN num_nonnulls(rate, amount) = 1 "
            "WHEN 'access' THEN num_nonnulls(rate, amount) = 0 AND ticket_type_ids IS NOT NULL ELSE false END",
            "whole",
        ),
        CheckConstraint("rate BETWEEN 1 AND 10000", "rate_in_bounds"),
        CheckConstraint("amount > 0", "amount_positive"),
        CheckConstraint("max_uses > 0", "max_uses_positive"),
        CheckConstraint("max_per_account > 0", "max_per_account_positive"),
        CheckConstraint("valid_from < valid_until", "valid_for_a_while"),
        CheckConstraint("cardinality(ticket_type_ids) > 0", "of_some_type"),
    )

    id: Mapped[str] = mapped_column(Id("code"), primary_key=True, default=lambda: new_id("code"))
    event_id: Mapped[str] = mapped_column(Id("evt"), ForeignKey(Event.id, ondelete="CASCADE"))
    kind: Mapped[CodeKind] = mapped_column(Text)
    code: Mapped[str]
    rate: Mapped[int | None]
    amount: Mapped[int | None]
    ticket_type_ids: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    max_uses: Mapped[int | None]
    max_per_account: Mapped[int | None]
    valid_from: Mapped[datetime | None]
    valid_until: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]

    def change(self, changes: dict[str, Any]) -> bool:
        """Whether anything is different now. Raises CodeNotWhole."""
        different = {name: value for name, value in changes.items() if getattr(self, name) != value}
        for name, value in different.items():
            setattr(self, name, value)
        self.check_whole()
        self.version += bool(different)
        return bool(different)

    def check_whole(self) -> None:
        given = (self.rate, self.amount).count(None)
        if given != (1 if self.kind == CodeKind.DISCOUNT else 2):
            raise CodeNotWhole(param="rate")
        if self.kind == CodeKind.ACCESS and self.ticket_type_ids is None:
            raise CodeNotWhole(param="ticket_type_ids")
        if self.valid_from is not None and self.valid_until is not None and self.valid_from >= self.valid_until:
            raise CodeNotWhole(param="valid_until")

    @property
    def named_types(self) -> Sequence[str]:
        return self.ticket_type_ids or []
