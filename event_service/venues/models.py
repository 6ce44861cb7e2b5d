"""Where events happen."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, validates

from event_service.organizers.models import Organizer
from event_service.texts import fold
from shared.ids import Id, new_id
from shared.persistence.database import Base


class Venue(Base):
    __tablename__ = "venues"

    id: Mapped[str] = mapped_column(Id("ven"), primary_key=True, default=lambda: new_id("ven"))
    organizer_id: Mapped[str] = mapped_column(Id("org"), ForeignKey(Organizer.id), index=True)
    name: Mapped[str]
    street: Mapped[str]
    city: Mapped[str]
    city_folded: Mapped[str] = mapped_column(index=True)
    country: Mapped[str]
    time_zone: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]

    @validates("city")
    def _fold_city(self, _key: str, city: str) -> str:
        self.city_folded = fold(city)
        return city

    def change(self, changes: dict[str, Any]) -> bool:
        """Whether anything is different now."""
        different = {name: value for name, value in changes.items() if getattr(self, name) != value}
        for name, value in different.items():
            setattr(self, name, value)
        self.version += bool(different)
        return bool(different)
