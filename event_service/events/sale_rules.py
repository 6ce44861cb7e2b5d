"""By which rules an event is sold: taxes, fees, what may be given back or passed on.

Rates are basis points (1900 is 19 %), amounts minor units of the event's currency.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from shared.charges import Charge, charge, step_of
from shared.ids import Id
from shared.persistence.database import Base

# Shown in the reader's own language; every other name as it is.
DEFAULT_TAX_NAME = "VAT"


class RefundPolicy(StrEnum):
    """Whether buyers may give tickets back: never, when the organizer agrees, or at once."""

    NONE = "none"
    ON_REQUEST = "on_request"
    AUTOMATIC = "automatic"


class SaleRules(Base):
    """An event without a row is sold by what `new` says. Its version rises with each change, of its codes too."""

    __tablename__ = "sale_rules"
    __table_args__ = (
        CheckConstraint("tax_rate BETWEEN 0 AND 10000", "tax_rate_in_bounds"),
        CheckConstraint("fee_rate BETWEEN 0 AND 10000", "fee_rate_in_bounds"),
        CheckConstraint("fee_per_ticket >= 0", "fee_not_negative"),
        CheckConstraint("refunds IN ('none', 'on_request', 'automatic')", "known_refunds"),
    )

    event_id: Mapped[str] = mapped_column(Id("evt"), ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    # As buyers read it: VAT, GST, MwSt.
    tax_name: Mapped[str] = mapped_column(server_default=DEFAULT_TAX_NAME)
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
            tax_name=DEFAULT_TAX_NAME,
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

    def charge_for(self, price: int, currency: str) -> Charge:
        """What one ticket of that price comes to."""
        return charge(price, self.fee_per_ticket, self, step_of(currency, [price]))

    def change(self, changes: dict[str, Any]) -> bool:
        """Whether anything is different now."""
        different = {name: value for name, value in changes.items() if getattr(self, name) != value}
        for name, value in different.items():
            setattr(self, name, value)
        return bool(different)
