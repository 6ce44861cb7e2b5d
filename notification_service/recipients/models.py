"""Copies of what auth, user and ticket tell about people: how to reach them, and who has tickets for which event."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from shared.ids import Id
from shared.persistence.database import Base


class Recipient(Base):
    """Its parts come from two services, in any order: the address from auth, the rest from user once it is changed."""

    __tablename__ = "recipients"

    account_id: Mapped[str] = mapped_column(Id("usr"), primary_key=True)
    email: Mapped[str | None]
    name: Mapped[str] = mapped_column(default="")
    phone: Mapped[str | None]
    profile_version: Mapped[int] = mapped_column(default=0)
    locale: Mapped[str] = mapped_column(default="en")
    email_event_updates: Mapped[bool] = mapped_column(default=True)
    sms_event_updates: Mapped[bool] = mapped_column(default=False)
    preferences_version: Mapped[int] = mapped_column(default=0)


class Owner(Base):
    """A ticket that was transferred: whose it is now. Its buyer goes on being told of the event as well."""

    __tablename__ = "owners"
    __table_args__ = (Index("ix_owners_event", "event_id", "account_id"),)

    ticket_id: Mapped[str] = mapped_column(Id("tkt"), primary_key=True)
    event_id: Mapped[str] = mapped_column(Id("evt"))
    account_id: Mapped[str] = mapped_column(Id("usr"))
    since: Mapped[datetime]
    # When ticket told that the ticket had ended.
    left_at: Mapped[datetime | None]


class Buyer(Base):
    """An order with tickets for an event. It stays after a refund, which a cancellation may have caused."""

    __tablename__ = "buyers"
    __table_args__ = (Index("ix_buyers_event", "event_id", "account_id"),)

    order_id: Mapped[str] = mapped_column(Id("ord"), primary_key=True)
    event_id: Mapped[str] = mapped_column(Id("evt"))
    account_id: Mapped[str] = mapped_column(Id("usr"))
    paid_at: Mapped[datetime]
    # When ticket told that the whole order was refunded.
    left_at: Mapped[datetime | None]
