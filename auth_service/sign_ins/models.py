from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from shared.ids import Id, new_id
from shared.persistence.database import Base


class Outcome(StrEnum):
    SIGNED_IN = "signed_in"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105  the name of an outcome
    UNKNOWN_ADDRESS = "unknown_address"
    EMAIL_NOT_VERIFIED = "email_not_verified"


class SignIn(Base):
    """The audit of attempts to sign in. Rows are only added, and forgotten after half a year."""

    __tablename__ = "sign_ins"
    __table_args__ = (
        CheckConstraint(
            "outcome IN ('signed_in', 'wrong_password', 'unknown_address', 'email_not_verified')", name="known_outcome"
        ),
        Index("ix_sign_ins_account_id", "account_id", "id"),
    )

    id: Mapped[str] = mapped_column(Id("sin"), primary_key=True, default=lambda: new_id("sin"))
    account_id: Mapped[str | None] = mapped_column(Id("usr"), ForeignKey("accounts.id"))
    session_id: Mapped[str | None] = mapped_column(Id("ses"))
    outcome: Mapped[str]
    address: Mapped[str]
    user_agent: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)


class KnownDevice(Base):
    """A browser in which the account has signed in before: it keeps its own budget of attempts while strangers guess."""

    __tablename__ = "known_devices"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    account_id: Mapped[str] = mapped_column(Id("usr"), ForeignKey("accounts.id"), primary_key=True, index=True)
    last_used_at: Mapped[datetime] = mapped_column(index=True)
