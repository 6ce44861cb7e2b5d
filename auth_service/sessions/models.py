from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from shared.ids import Id, new_id
from shared.persistence.database import Base

LONGEST_LIFE = timedelta(days=30)
IDLE_LIFE = timedelta(days=7)
GRACE = timedelta(seconds=10)


class EndReason(StrEnum):
    LOGGED_OUT = "logged_out"
    REVOKED = "revoked"
    REPLACED = "replaced"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  the name of a reason
    ROLE_WITHDRAWN = "role_withdrawn"
    TOKEN_REUSED = "token_reused"  # noqa: S105  the name of a reason


class AccountSession(Base):
    """A person signed in on a device: the family of all refresh tokens that follow from one sign-in."""

    __tablename__ = "sessions"
    __table_args__ = (
        Index("ix_sessions_account_id_live", "account_id", "id", postgresql_where=text("ended_at IS NULL")),
        Index("ix_sessions_expires_at", "expires_at"),
    )

    id: Mapped[str] = mapped_column(Id("ses"), primary_key=True, default=lambda: new_id("ses"))
    account_id: Mapped[str] = mapped_column(Id("usr"), ForeignKey("accounts.id"))
    address: Mapped[str]
    user_agent: Mapped[str]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    longest_until: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]

    def is_live(self, moment: datetime) -> bool:
        return self.ended_at is None and self.expires_at > moment

    def end(self, reason: EndReason, moment: datetime) -> bool:
        """Whether it had not ended before."""
        if self.ended_at is not None:
            return False
        self.ended_at, self.end_reason = moment, reason
        return True


class RefreshToken(Base):
    """One of a session's tokens, by its hash. Its successor can be made again from the salt and the token itself."""

    __tablename__ = "refresh_tokens"
    __table_args__ = (
        Index("ix_refresh_tokens_with_salt", "used_at", postgresql_where=text("successor_salt IS NOT NULL")),
    )

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    session_id: Mapped[str] = mapped_column(Id("ses"), ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    successor_salt: Mapped[bytes | None] = mapped_column(LargeBinary)
