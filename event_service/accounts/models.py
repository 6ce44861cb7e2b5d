"""What is still to be asked of auth, rows that a task works off; and what accounts call themselves."""

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from shared.ids import Id, new_id
from shared.persistence.database import Base
from shared.persistence.leases import LeasedWork

_WAITING = text("state = 'waiting'")


class RoleGrant(LeasedWork, Base):
    """An account is to be given a role; auth is asked until it has."""

    __tablename__ = "role_grants"
    __table_args__ = (Index("ix_role_grants_due", "due_at", postgresql_where=_WAITING),)

    id: Mapped[str] = mapped_column(Id("rg"), primary_key=True, default=lambda: new_id("rg"))
    account_id: Mapped[str] = mapped_column(Id("usr"), index=True)
    role: Mapped[str]


class AddressLookup(LeasedWork, Base):
    """Somebody was invited by e-mail address; auth is asked whether a verified account has it."""

    __tablename__ = "address_lookups"
    __table_args__ = (Index("ix_address_lookups_due", "due_at", postgresql_where=_WAITING),)

    id: Mapped[str] = mapped_column(Id("lkp"), primary_key=True, default=lambda: new_id("lkp"))
    email: Mapped[str]


class AccountName(Base):
    """What a person is called, as auth and user tell it: for those who manage an organizer together."""

    __tablename__ = "account_names"

    account_id: Mapped[str] = mapped_column(Id("usr"), primary_key=True)
    name: Mapped[str]
