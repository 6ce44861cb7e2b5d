from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shared.ids import Id
from shared.persistence.database import Base
from ticket_service.tickets.models import Ticket


class Void(Base):
    """Who ended a ticket, when and why. Rows are added and never changed."""

    __tablename__ = "voids"

    ticket_id: Mapped[str] = mapped_column(Id("tkt"), ForeignKey(Ticket.id), primary_key=True)
    voided_by: Mapped[str] = mapped_column(Id("usr"))
    voided_at: Mapped[datetime]
    # In people's words.
    reason: Mapped[str]
