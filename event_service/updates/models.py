from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from event_service.events.models import Event
from shared.ids import Id, new_id
from shared.persistence.database import Base


class EventUpdate(Base):
    """What a member of the organizer has written to everybody who had tickets then. It stays as it was sent."""

    __tablename__ = "event_updates"
    __table_args__ = (Index("ix_event_updates_event_id_id", "event_id", "id"),)

    id: Mapped[str] = mapped_column(Id("upd"), primary_key=True, default=lambda: new_id("upd"))
    event_id: Mapped[str] = mapped_column(Id("evt"), ForeignKey(Event.id, ondelete="CASCADE"))
    account_id: Mapped[str] = mapped_column(Id("usr"))
    subject: Mapped[str]
    text: Mapped[str]
    created_at: Mapped[datetime]
