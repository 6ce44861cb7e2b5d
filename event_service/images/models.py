"""The picture of an event, as it was made anew from what was uploaded."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from event_service.events.models import Event
from shared.ids import Id, new_id
from shared.persistence.database import Base


class EventImage(Base):
    __tablename__ = "event_images"
    __table_args__ = (CheckConstraint("octet_length(content) <= 4194304", "not_too_large"),)

    event_id: Mapped[str] = mapped_column(Id("evt"), ForeignKey(Event.id, ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(Id("img"), unique=True, default=lambda: new_id("img"))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    # Of images from before there were small ones there is none.
    small: Mapped[bytes | None] = mapped_column(LargeBinary)
    width: Mapped[int]
    height: Mapped[int]
    created_at: Mapped[datetime]
