import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from notification_service.templates.kinds import Template
from shared.ids import Id
from shared.persistence.database import Base


class Notice(Base):
    """News for everybody who has tickets for an event. `reached`: how far, in the order of account ids, it has got."""

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_unfinished", "at", postgresql_where=text("NOT is_finished")),
        Index("ix_notices_event", "event_id", "at"),
    )

    heard_message_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    event_id: Mapped[str] = mapped_column(Id("evt"))
    template: Mapped[Template] = mapped_column(Text)
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    at: Mapped[datetime]
    reached: Mapped[str | None] = mapped_column(Id("usr"))
    is_finished: Mapped[bool] = mapped_column(default=False)
