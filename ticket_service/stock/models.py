"""Stock: how many tickets there are to sell, hold and be sold, and how many of a type an account has taken."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from shared.ids import Id, new_id
from shared.persistence.database import Base


class Allocation(Base):
    """A number of tickets set aside to be sold: a ticket type's own, or (without a type) the whole event's.

    It has no foreign key: its capacity may be set before the message about its event has been read.
    """

    __tablename__ = "allocations"
    __table_args__ = (
        CheckConstraint("held >= 0", "held_not_negative"),
        CheckConstraint("sold >= 0", "sold_not_negative"),
        CheckConstraint("held + sold <= capacity", "not_oversold"),
        Index(
            "uq_allocations_event_id_ticket_type_id",
            "event_id",
            "ticket_type_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_allocations_awaited", "event_id", postgresql_where=text("is_awaited")),
    )

    id: Mapped[str] = mapped_column(Id("alc"), primary_key=True, default=lambda: new_id("alc"))
    event_id: Mapped[str] = mapped_column(Id("evt"))
    ticket_type_id: Mapped[str | None] = mapped_column(Id("tt"))
    capacity: Mapped[int]
    held: Mapped[int] = mapped_column(default=0)
    sold: Mapped[int] = mapped_column(default=0)
    # Rises with each change of the capacity.
    version: Mapped[int] = mapped_column(default=1)
    # People wait for its tickets: only they get what returns.
    is_awaited: Mapped[bool] = mapped_column(default=False, server_default=false())

    @property
    def available(self) -> int:
        return self.capacity - self.held - self.sold


class Allowance(Base):
    """How many tickets of a type an account has: `used` are held, being paid for or bought; `unpaid` are the first two."""

    __tablename__ = "allowances"
    __table_args__ = (
        CheckConstraint("used >= 0", "used_not_negative"),
        CheckConstraint("unpaid >= 0", "unpaid_not_negative"),
    )

    account_id: Mapped[str] = mapped_column(Id("usr"), primary_key=True)
    ticket_type_id: Mapped[str] = mapped_column(Id("tt"), primary_key=True)
    used: Mapped[int]
    # With a default of the database too: processes of an older version do not count it.
    unpaid: Mapped[int] = mapped_column(default=0, server_default="0")


class ToldSaleStatus(Base):
    """What the others were last told about an event's sale, and when the clock alone will change it."""

    __tablename__ = "told_sale_statuses"

    event_id: Mapped[str] = mapped_column(Id("evt"), primary_key=True)
    status: Mapped[str]
    next_change_at: Mapped[datetime | None] = mapped_column(index=True)
