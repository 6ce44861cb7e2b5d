"""The form of every message."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Message(BaseModel):
    """A fact. `aggregate` names the field with the id of the thing it speaks of: messages about one thing keep their order.

    A message that carries a thing's whole state has a `version` that rises with each change, so that a listener which
    keeps a copy can tell old from new when it starts from a snapshot.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    aggregate: ClassVar[str]
    version: int = 1

    @property
    def aggregate_id(self) -> str:
        return str(getattr(self, self.aggregate))


@dataclass(frozen=True)
class Envelope:
    """What the log adds to a message. `message_id` is the same at every delivery; who does something once relies on it."""

    source: str
    message_id: UUID
    position: int
    type: str
    aggregate_id: str
    payload: dict[str, Any]
    traceparent: str | None
    created_at: datetime
