"""By which rules an event is sold: taxes, fees, what may be given back or passed on; and codes that buyers enter.

Rates are basis points (1900 is 19 %), amounts minor units of the event's currency.
"""

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


class RefundPolicy(StrEnum):
    """Whether buyers may give tickets back: never, when the organizer agrees, or at once."""

    NONE = "none"
    ON_REQUEST = "on_request"
    AUTOMATIC = "automatic"


class CodeKind(StrEnum):
    DISCOUNT = "discount"
    ACCESS = "access"


class SaleRules(Base):
    """An event without a row is sold by what `new` says. Its version rises with each change, of its codes too."""

    __tablename__ = "sale_rules"
    __table_args__ = (
        CheckConstraint("tax_rate BETWEEN 0 AND 10000", "tax_rate_in_bounds"),
        CheckConstraint("fee_rate BETWEEN 0 AND 10000", "fee_rate_in_bounds"),
        CheckConstraint("fee_per_ticket >= 0", "fee_not_negative"),
        CheckConstraint("refunds IN ('none', 'on_request', 'automatic')", "known_refunds"),
    )

    event_id: Mapped[str] = mapped_column(Id("evt"), ForeignKey(Event.id, ondelete="CASCADE"), primary_key=True)
    tax_rate: Mapped[int]
    tax_included: Mapped[bool]
    fee_per_ticket: Mapped[int]
    fee_rate: Mapped[int]
    # Whether the organizer bears them: the price contains them then.
    fees_included: Mapped[bool]
    refunds: Mapped[RefundPolicy] = mapped_column(Text)
    refund_until: Mapped[datetime | None]
    transfers_allowed: Mapped[bool]
    transfer_until: Mapped[datetime | None]
    version: Mapped[int]

    @classmethod
    def new(cls, event_id: str) -> "SaleRules":
        return cls(
            event_id=event_id,
            tax_rate=0,
            tax_included=True,
            fee_per_ticket=0,
            fee_rate=0,
            fees_included=False,
            refunds=RefundPolicy.ON_REQUEST,
            refund_until=None,
            transfers_allowed=True,
            transfer_until=None,
            version=0,
        )

    def change(self, changes: dict[str, Any]) -> bool:
        """Whether anything is different now."""
        different = {name: value for name, value in changes.items() if getattr(self, name) != value}
        for name, value in different.items():
            setattr(self, name, value)
        return bool(different)


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
