from typing import Any

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.ids import Id
from shared.messages.event import EventState
from shared.persistence.database import Base


class Event(Base):
    """The event as it is now planned: a copy, written by event's messages only."""

    __tablename__ = "events"

    id: Mapped[str] = mapped_column(Id("evt"), primary_key=True)
    version: Mapped[int]
    state: Mapped[dict[str, Any]] = mapped_column(JSONB)

    def as_state(self) -> EventState:
        return EventState.model_validate(self.state)
