from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from shared.access.principals import Role
from shared.ids import Id, new_id
from shared.persistence.database import Base


class Account(Base):
    """A person who can sign in. `name` follows the person's profile, which the user service owns."""

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_lower_case"),
        CheckConstraint("granted_roles <@ ARRAY['Admin', 'EventCreator', 'Operator']", name="known_roles"),
        Index("ix_accounts_email_prefix", "email", postgresql_ops={"email": "text_pattern_ops"}),
        Index("ix_accounts_granted_roles", "granted_roles", postgresql_using="gin"),
    )

    id: Mapped[str] = mapped_column(Id("usr"), primary_key=True, default=lambda: new_id("usr"))
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_version: Mapped[int] = mapped_column(BigInteger, default=0)
    locale: Mapped[str]
    granted_roles: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    password_hash: Mapped[str | None]
    password_set_at: Mapped[datetime]
    email_verified_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    @property
    def roles(self) -> list[str]:
        """Everybody is a User; the rest was granted."""
        return [*self.granted_roles, Role.USER]

    @property
    def email_verified(self) -> bool:
        return self.email_verified_at is not None

    def verify_email(self, moment: datetime) -> bool:
        """Whether that was news."""
        if self.email_verified_at is not None:
            return False
        self.email_verified_at = moment
        return True

    def set_password(self, password_hash: str, moment: datetime) -> None:
        """Links that were made before stop working: they were meant for whoever chose the former password."""
        self.password_hash = password_hash
        self.password_set_at = moment

    def drop_password(self, moment: datetime) -> None:
        """Several have registered the address that nobody has proven: none of their passwords may outlive the proof."""
        if self.password_hash is not None:
            self.password_hash, self.password_set_at = None, moment

    def rename(self, name: str, version: int) -> None:
        """Takes over a name unless a later one is here already."""
        if version > self.name_version:
            self.name, self.name_version = name, version

    def grant(self, role: Role) -> bool:
        """Whether the account did not have the role before."""
        if role in self.granted_roles:
            return False
        self.granted_roles = sorted({*self.granted_roles, role})
        return True

    def withdraw(self, role: Role) -> bool:
        """Whether the account had the role."""
        if role not in self.granted_roles:
            return False
        self.granted_roles = [other for other in self.granted_roles if other != role]
        return True
