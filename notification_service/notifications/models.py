"""What people are told: a row per message heard, recipient, channel and template, and what became of it."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from notification_service.notifications.errors import NotificationNotDead
from notification_service.recipients.models import Recipient
from notification_service.templates.facts import Facts
from notification_service.templates.kinds import URGENT, Template
from shared.ids import Id, new_id
from shared.persistence.database import Base
from shared.persistence.leases import LeasedWork

_URGENT = ", ".join(f"'{template}'" for template in URGENT)


class Channel(StrEnum):
    EMAIL = "email"
    SMS = "sms"
    IN_APP = "in_app"


class NotificationState(StrEnum):
    """`waiting` rows are work; `dead` ones were given up and wait for an admin; the others are at their end."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"
    DISCARDED = "discarded"


class Notification(LeasedWork, Base):
    __tablename__ = "notifications"
    __table_args__ = (
        UniqueConstraint("heard_message_id", "account_id", "channel", "template", name="uq_notifications_once"),
        Index("uq_notifications_address_once", "heard_message_id", "address", "template", unique=True),
        CheckConstraint("(account_id IS NULL) <> (address IS NULL)", name="to_an_account_or_an_address"),
        CheckConstraint("state IN ('waiting', 'sent', 'dead', 'discarded')", name="known_state"),
        CheckConstraint("channel IN ('email', 'sms', 'in_app')", name="known_channel"),
        CheckConstraint("(channel = 'email') = (mail_message_id IS NOT NULL)", name="mail_has_message_id"),
        Index("ix_notifications_due", "due_at", postgresql_where=text("state = 'waiting'")),
        Index(
            "ix_notifications_urgent", "due_at", postgresql_where=text(f"state = 'waiting' AND template IN ({_URGENT})")
        ),
        Index("ix_notifications_state", "state", "id"),
        Index("ix_notifications_ended", "created_at", postgresql_where=text("state IN ('sent', 'discarded')")),
        Index("ix_notifications_account", "account_id", "channel", "id"),
    )

    id: Mapped[str] = mapped_column(Id("ntf"), primary_key=True, default=lambda: new_id("ntf"))
    heard_message_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    # To an account, or to an address of which it is not known whether an account has it: then by e-mail.
    account_id: Mapped[str | None] = mapped_column(Id("usr"))
    address: Mapped[str | None]
    channel: Mapped[Channel] = mapped_column(Text)
    template: Mapped[Template] = mapped_column(Text)
    # The mail's Message-ID header, the same at every attempt, so that mail programs fold copies into one.
    mail_message_id: Mapped[str | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    event_id: Mapped[str | None] = mapped_column(Id("evt"))
    order_id: Mapped[str | None] = mapped_column(Id("ord"))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    recipient: Mapped[Recipient | None] = relationship(
        primaryjoin="foreign(Notification.account_id) == Recipient.account_id", viewonly=True, lazy="raise"
    )
    history: Mapped[list["Attempt"]] = relationship(order_by="Attempt.id", lazy="raise")
    decisions: Mapped[list["Decision"]] = relationship(order_by="Decision.id", lazy="raise")

    @property
    def known_facts(self) -> Facts:
        return Facts.model_validate(self.facts)

    def retry(self, moment: datetime) -> None:
        """Raises NotificationNotDead."""
        self._refuse_unless_dead()
        self.revive(moment)

    def discard(self) -> None:
        """Raises NotificationNotDead."""
        self._refuse_unless_dead()
        self.state = NotificationState.DISCARDED

    def _refuse_unless_dead(self) -> None:
        if self.state != NotificationState.DEAD:
            raise NotificationNotDead


class Outcome(StrEnum):
    SENT = "sent"
    PUT_OFF = "put_off"
    REFUSED = "refused"


class Attempt(Base):
    """One try to send. It is written before anything goes out; without an outcome nobody knows how it ended."""

    __tablename__ = "attempts"
    __table_args__ = (CheckConstraint("outcome IN ('sent', 'put_off', 'refused')", name="known_outcome"),)

    id: Mapped[str] = mapped_column(Id("att"), primary_key=True, default=lambda: new_id("att"))
    notification_id: Mapped[str] = mapped_column(Id("ntf"), ForeignKey(Notification.id), index=True)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None] = mapped_column(Text)
    # What the mail server or the provider answered.
    answer: Mapped[str | None]

    def finish(self, moment: datetime, outcome: Outcome, answer: str) -> None:
        self.finished_at, self.outcome, self.answer = moment, outcome, answer[:1000]


class Action(StrEnum):
    RETRY = "retry"
    DISCARD = "discard"


class Decision(Base):
    """What an admin did about a dead notification. Rows are added and never changed."""

    __tablename__ = "decisions"
    __table_args__ = (CheckConstraint("action IN ('retry', 'discard')", name="known_action"),)

    id: Mapped[str] = mapped_column(Id("dec"), primary_key=True, default=lambda: new_id("dec"))
    notification_id: Mapped[str] = mapped_column(Id("ntf"), ForeignKey(Notification.id), index=True)
    account_id: Mapped[str] = mapped_column(Id("usr"))
    action: Mapped[Action] = mapped_column(Text)
    last_error: Mapped[str | None]
    decided_at: Mapped[datetime]
