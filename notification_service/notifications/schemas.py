from typing import Any

from pydantic import Field

from notification_service.notifications.models import Action, Channel, NotificationState, Outcome
from notification_service.templates.kinds import Template
from shared.web.wire import Moment, Request, Response


class NotificationRead(Response):
    """Something you were told. `template` says what kind of news it is, `title` and `text` put it in words."""

    id: str = Field(examples=["ntf_0197b2f0c1d27e0f8a5b3c4d5e6f7a8b"])
    template: Template
    title: str = Field(examples=["Your tickets for Night of the Organ (order K7F3-92QD)"])
    text: str = Field(examples=["2 tickets. You find them attached and in your account."])
    event_id: str | None = Field(examples=["evt_0197b2f0c1d27e0f8a5b3c4d5e6f7a8b"])
    order_id: str | None = Field(examples=["ord_0197b2f0c1d27e0f8a5b3c4d5e6f7a8b"])
    created_at: Moment


class RecipientRead(Response):
    name: str = Field(examples=["Ada King"])
    email: str | None = Field(examples=["ada@example.com"])


class AdminNotificationRead(Response):
    """A notification as those see it who look after the system."""

    id: str = Field(examples=["ntf_0197b2f0c1d27e0f8a5b3c4d5e6f7a8b"])
    state: NotificationState
    channel: Channel
    template: Template
    account_id: str | None = Field(examples=["usr_0197b2f0c1d27e0f8a5b3c4d5e6f7a8b"])
    address: str | None = Field(description="The address when it is to no account.", examples=[None])
    recipient: RecipientRead | None = Field(description="Null when the account is gone or not known yet.")
    event_id: str | None
    order_id: str | None
    attempts: int = Field(description="Since it was created or retried.")
    due_at: Moment = Field(description="When a waiting one is tried next.")
    last_error: str | None = Field(examples=["MailRefused: 550 no such mailbox"])
    created_at: Moment
    sent_at: Moment | None


class RetryAll(Request):
    """Which of the dead notifications are sent again; without a template all of them."""

    template: Template | None = None


class Retried(Response):
    retried: int = Field(description="How many are on their way again.", examples=[12])
    has_more: bool = Field(description="Whether there may be others: ask again.", examples=[False])


class AttemptRead(Response):
    started_at: Moment
    finished_at: Moment | None
    outcome: Outcome | None = Field(description="Null while it runs, and for ever when the worker died in it.")
    answer: str | None


class DecisionRead(Response):
    account_id: str
    action: Action
    last_error: str | None = Field(description="The error that the decision was about.")
    decided_at: Moment


class AdminNotificationDetail(AdminNotificationRead):
    mail_message_id: str | None
    facts: dict[str, Any] = Field(description="What the message told that it speaks of.")
    history: list[AttemptRead]
    decisions: list[DecisionRead]
