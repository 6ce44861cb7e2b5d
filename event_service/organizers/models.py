"""Who runs events: an organizer, and the accounts that manage it."""

from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shared.ids import Id, new_id
from shared.persistence.database import Base


class Organizer(Base):
    __tablename__ = "organizers"

    id: Mapped[str] = mapped_column(Id("org"), primary_key=True, default=lambda: new_id("org"))
    name: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    members_version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]

    def rename(self, name: str) -> None:
        self.name = name
        self.version += 1


class Member(Base):
    """An account that manages the organizer; or an address that was invited, until an account has verified it."""

    __tablename__ = "organizer_members"
    __table_args__ = (
        UniqueConstraint("organizer_id", "account_id"),
        UniqueConstraint("organizer_id", "email"),
        CheckConstraint("account_id IS NOT NULL OR email IS NOT NULL", "somebody"),
    )

    id: Mapped[str] = mapped_column(Id("mem"), primary_key=True, default=lambda: new_id("mem"))
    organizer_id: Mapped[str] = mapped_column(Id("org"), ForeignKey(Organizer.id))
    account_id: Mapped[str | None] = mapped_column(Id("usr"), index=True)
    email: Mapped[str | None] = mapped_column(index=True)
    created_at: Mapped[datetime]
    # When the person said that they join. Until then nobody is told whether an account has the address.
    joined_at: Mapped[datetime | None]

    @property
    def status(self) -> Literal["active", "invited"]:
        return "invited" if self.joined_at is None else "active"
