from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from shared.ids import Id, new_id
from shared.persistence.database import Base


class Change(StrEnum):
    GRANTED = "granted"
    WITHDRAWN = "withdrawn"


class RoleChange(Base):
    """The audit of roles: rows are only added. `by` is an account, a service or a command."""

    __tablename__ = "role_changes"
    __table_args__ = (
        CheckConstraint("change IN ('granted', 'withdrawn')", name="known_change"),
        Index("ix_role_changes_account_id", "account_id", "id"),
    )

    id: Mapped[str] = mapped_column(Id("rch"), primary_key=True, default=lambda: new_id("rch"))
    account_id: Mapped[str] = mapped_column(Id("usr"), ForeignKey("accounts.id"))
    role: Mapped[str]
    change: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
