"""Capacities on their way to ticket."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from event_service.events.ticket_type import TicketType
from shared.ids import Id
from shared.persistence.database import Base
from shared.persistence.leases import LeasedWork


class PendingCapacity(LeasedWork, Base):
    """What a type that was added to a published event begins with: ticket is told once it knows the type."""

    __tablename__ = "pending_capacities"
    __table_args__ = (
        CheckConstraint("capacity >= 0", "capacity_not_negative"),
        Index("ix_pending_capacities_due", "due_at", postgresql_where=text("state = 'waiting'")),
    )

    ticket_type_id: Mapped[str] = mapped_column(
        Id("tt"), ForeignKey(TicketType.id, ondelete="CASCADE"), primary_key=True
    )
    event_id: Mapped[str] = mapped_column(Id("evt"))
    capacity: Mapped[int]
