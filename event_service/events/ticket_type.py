"""What is offered for an event."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from event_service.events.errors import TicketTypeWithdrawn
from event_service.events.sale_rules import SaleRules
from shared.ids import Id, new_id
from shared.persistence.database import Base


class TicketType(Base):
    """What is offered. Whoever changes one holds the lock of its event."""

    __tablename__ = "ticket_types"
    __table_args__ = (
        # One currency per event; a draft that changes its currency takes its types along.
        ForeignKeyConstraint(
            ["event_id", "currency"], ["events.id", "events.currency"], ondelete="CASCADE", onupdate="CASCADE"
        ),
        CheckConstraint("price >= 0", "price_not_negative"),
        CheckConstraint("capacity >= 0", "capacity_not_negative"),
        CheckConstraint("max_per_order > 0", "max_per_order_positive"),
        CheckConstraint("max_per_account > 0", "max_per_account_positive"),
        Index("ix_ticket_types_event_id", "event_id"),
    )

    id: Mapped[str] = mapped_column(Id("tt"), primary_key=True, default=lambda: new_id("tt"))
    event_id: Mapped[str] = mapped_column(Id("evt"))
    position: Mapped[int]
    name: Mapped[str]
    description: Mapped[str]
    price: Mapped[int]
    currency: Mapped[str]
    # A draft's is decided here; afterwards this is a copy of ticket's, and `capacity_heard` the version that was heard last.
    capacity: Mapped[int]
    capacity_heard: Mapped[int] = mapped_column(default=0)
    max_per_order: Mapped[int]
    max_per_account: Mapped[int | None]
    sales_start_at: Mapped[datetime | None]
    sales_end_at: Mapped[datetime | None]
    valid_from: Mapped[datetime | None]
    valid_until: Mapped[datetime | None]
    is_withdrawn: Mapped[bool] = mapped_column(default=False)
    is_hidden: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]

    sale_rules: Mapped[SaleRules | None] = relationship(
        lazy="raise",
        primaryjoin="foreign(TicketType.event_id) == SaleRules.event_id",
        viewonly=True,
    )

    @property
    def all_in_price(self) -> int:
        """What one ticket costs, with the fees and the tax that are added."""
        rules = self.sale_rules
        return self.price if rules is None else rules.charge_for(self.price, self.currency).total

    def change(self, changes: dict[str, Any]) -> bool:
        """Whether anything is different now. Raises TicketTypeWithdrawn."""
        self.check_offered()
        different = {name: value for name, value in changes.items() if getattr(self, name) != value}
        for name, value in different.items():
            setattr(self, name, value)
        self.version += bool(different)
        return bool(different)

    def hear_capacity(self, capacity: int, version: int) -> None:
        """What ticket told; what is older than the copy changes nothing."""
        if version > self.capacity_heard:
            self.capacity, self.capacity_heard = capacity, version

    def withdraw(self) -> None:
        self.check_offered()
        self.is_withdrawn = True
        self.version += 1

    def check_offered(self) -> None:
        if self.is_withdrawn:
            raise TicketTypeWithdrawn
