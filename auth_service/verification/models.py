from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from shared.ids import Id, new_id
from shared.persistence.database import Base


class Purpose(StrEnum):
    VERIFY_EMAIL = "verify_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105  the name of a purpose

    @property
    def page(self) -> str:
        return self.value.replace("_", "-")

    @property
    def life(self) -> timedelta:
        return timedelta(hours=24) if self is Purpose.VERIFY_EMAIL else timedelta(minutes=30)


class Link(Base):
    """A link in a mail. The token in it is a secret of the mailbox's owner: we keep its hash."""

    __tablename__ = "links"
    __table_args__ = (CheckConstraint("purpose IN ('verify_email', 'reset_password')", name="known_purpose"),)

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    account_id: Mapped[str] = mapped_column(Id("usr"), ForeignKey("accounts.id"))
    purpose: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]

    def is_usable(self, moment: datetime) -> bool:
        return self.used_at is None and self.expires_at > moment


class MailRequest(Base):
    """Somebody wants a mail with a link sent to an address, whether or not somebody has it.

    Who does is looked up later, so that the answer takes as long for everybody.
    """

    __tablename__ = "mail_requests"
    __table_args__ = (CheckConstraint("purpose IN ('verify_email', 'reset_password')", name="known_purpose"),)

    id: Mapped[str] = mapped_column(Id("mrq"), primary_key=True, default=lambda: new_id("mrq"))
    email: Mapped[str]
    purpose: Mapped[str]
