from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from shared.ids import Id
from shared.persistence.database import Base


class Profile(Base):
    """How a person wants to be called, reached and told. Version 0 is as registered; each change of theirs adds one."""

    __tablename__ = "profiles"

    account_id: Mapped[str] = mapped_column(Id("usr"), primary_key=True)
    name: Mapped[str] = mapped_column(default="")
    phone: Mapped[str | None]
    locale: Mapped[str] = mapped_column(default="en")
    time_zone: Mapped[str] = mapped_column(default="UTC")
    email_event_updates: Mapped[bool] = mapped_column(default=True)
    sms_event_updates: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=0)

    def change(self, values: Mapping[str, Any]) -> bool:
        """Whether anything is different now."""
        different = {field: value for field, value in values.items() if getattr(self, field) != value}
        for field, value in different.items():
            setattr(self, field, value)
        self.version += bool(different)
        return bool(different)
