"""Who checks tickets at an event."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from event_service.events.models import Event
from shared.ids import Id, new_id
from shared.persistence.database import Base


class Staff(Base):
    """An address that was invited, with its account once one has verified it."""

    __tablename__ = "staff"
    __table_args__ = (UniqueConstraint("event_id", "email"), UniqueConstraint("event_id", "account_id"))

    id: Mapped[str] = mapped_column(Id("stf"), primary_key=True, default=lambda: new_id("stf"))
    event_id: Mapped[str] = mapped_column(Id("evt"), ForeignKey(Event.id, ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(index=True)
    account_id: Mapped[str | None] = mapped_column(Id("usr"), index=True)
    created_at: Mapped[datetime]

    @property
    def status(self) -> str:
        """Of an address that anybody may name it is not said whether an account has it."""
        return "invited"
