import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from notification_service import hints
from notification_service.config import settings
from notification_service.notifications.errors import NotificationNotFound
from notification_service.notifications.models import (
    Action,
    Attempt,
    Channel,
    Decision,
    Notification,
    NotificationState,
)
from notification_service.recipients import service as recipients
from notification_service.templates.facts import Facts
from notification_service.templates.kinds import Template
from shared.ids import new_id, to_uuid
from shared.persistence import bulk, clock

# About the account itself: by e-mail only, for who reads them may not be able to sign in.
ABOUT_ACCOUNT = frozenset({Template.VERIFY_EMAIL, Template.KNOWN_ADDRESS, Template.RESET_PASSWORD})
# Urgent enough for an SMS to those who want it.
BY_SMS = frozenset({Template.EVENT_CHANGED, Template.EVENT_POSTPONED, Template.EVENT_CANCELED})

# One can do without it: who wants no such mails finds it in the application.
DISPENSABLE = frozenset({Template.EVENT_UPDATE})

KEPT = timedelta(days=180)
# One transaction of an admin; the next one goes on.
RETRIED_AT_ONCE = 1000
_UNSENT = {"attempts": 0, "sent_at": None, "mail_message_id": None, "state": NotificationState.WAITING}


@dataclass(frozen=True)
class Occasion:
    """Why people are told something: the message that was heard, and what of it they need to know."""

    heard_message_id: uuid.UUID
    template: Template
    facts: Facts = field(default_factory=Facts)
    event_id: str | None = None
    order_id: str | None = None


async def create(session: AsyncSession, occasion: Occasion, account_ids: Sequence[str]) -> None:
    """A notification per account and channel, once: the same occasion again adds nothing for those who have it."""
    await create_all(session, [(occasion, account_ids)])


async def create_all(session: AsyncSession, told: Sequence[tuple[Occasion, Sequence[str]]]) -> None:
    """The same for several occasions, each with the accounts that are told of it."""
    by_sms = await recipients.with_sms(session, _accounts(told, BY_SMS)) if settings().sms_url else ()
    unmailed = await recipients.without_updates(session, _accounts(told, DISPENSABLE))
    moment, rows = await clock.now(session), []
    for occasion, account_ids in told:
        common = _of_occasion(occasion, moment)
        rows += [
            bulk.row(Notification, **common, **columns, account_id=account_id)
            for account_id in account_ids
            for columns in _channels(occasion.template, mail=account_id not in unmailed, sms=account_id in by_sms)
        ]
    if rows:
        await bulk.insert(session, rows, on_conflict="ON CONFLICT DO NOTHING")
        hints.give()


def _accounts(told: Sequence[tuple[Occasion, Sequence[str]]], templates: Collection[Template]) -> Collection[str]:
    """Who is told by one of the templates."""
    return {account for occasion, account_ids in told if occasion.template in templates for account in account_ids}


async def write_to_address(session: AsyncSession, occasion: Occasion, address: str) -> None:
    """One mail to an address that may be anybody's, once."""
    moment = await clock.now(session)
    row = {**_of_occasion(occasion, moment), "account_id": None, "address": address, **_mail()}
    await session.execute(insert(Notification).values(row).on_conflict_do_nothing())
    hints.give()


def _of_occasion(occasion: Occasion, moment: datetime) -> dict[str, Any]:
    return {
        "heard_message_id": occasion.heard_message_id,
        "template": occasion.template,
        "facts": occasion.facts.model_dump(mode="json", exclude_defaults=True),
        "event_id": occasion.event_id,
        "order_id": occasion.order_id,
        "created_at": moment,
        "due_at": moment,
    }


def _channels(template: Template, *, mail: bool, sms: bool) -> Iterator[dict[str, Any]]:
    """The rows' own columns. What is shown in the application is there as soon as its row is."""
    if mail:
        yield _mail()
    if template not in ABOUT_ACCOUNT:
        yield {**_UNSENT, "id": new_id("ntf"), "channel": Channel.IN_APP, "state": NotificationState.SENT}
    if sms:
        yield {**_UNSENT, "id": new_id("ntf"), "channel": Channel.SMS}


def _mail() -> dict[str, Any]:
    mail_id = new_id("ntf")
    message_id = f"<{to_uuid('ntf', mail_id)}@{settings().sender.domain}>"
    return {**_UNSENT, "id": mail_id, "channel": Channel.EMAIL, "mail_message_id": message_id}


async def discard_waiting(session: AsyncSession, account_id: str, *templates: Template) -> None:
    """What nobody needs any more is not sent; without templates: everything for the account."""
    waiting = update(Notification).where(
        Notification.account_id == account_id, Notification.state == NotificationState.WAITING
    )
    if templates:
        waiting = waiting.where(Notification.template.in_(templates))
    await session.execute(waiting.values(state=NotificationState.DISCARDED))


async def forget_old(session: AsyncSession, *, at_most: int) -> int:
    """Deletes what was sent or discarded long ago, with its attempts and decisions; says how many. Dead ones stay."""
    oldest_kept = await clock.now(session) - KEPT
    decided_lately = exists().where(Decision.notification_id == Notification.id, Decision.decided_at >= oldest_kept)
    old = (
        select(Notification.id)
        .where(
            Notification.state.in_([NotificationState.SENT, NotificationState.DISCARDED]),
            Notification.created_at < oldest_kept,
            ~decided_lately,
        )
        .order_by(Notification.created_at)
        .limit(at_most)
    )
    ids = list((await session.execute(old)).scalars())
    for table, notification_id in (
        (Attempt, Attempt.notification_id),
        (Decision, Decision.notification_id),
        (Notification, Notification.id),
    ):
        await session.execute(delete(table).where(notification_id.in_(ids)))
    return len(ids)


async def get(session: AsyncSession, notification_id: str) -> Notification:
    """With its recipient, its attempts and what admins decided. Raises NotificationNotFound."""
    query = (
        select(Notification)
        .where(Notification.id == notification_id)
        .options(
            joinedload(Notification.recipient),
            selectinload(Notification.history),
            selectinload(Notification.decisions),
        )
    )
    notification = (await session.execute(query.execution_options(populate_existing=True))).scalar_one_or_none()
    if notification is None:
        raise NotificationNotFound
    return notification


async def retry(session: AsyncSession, notification_id: str, *, by: str) -> Notification:
    """Sends a dead notification again from its first attempt. Raises NotificationNotFound, NotificationNotDead."""
    notification = await _get_for_update(session, notification_id)
    last_error = notification.last_error
    notification.retry(await clock.now(session))
    return await _decided(session, notification_id, Action.RETRY, by, last_error)


async def retry_all(session: AsyncSession, template: Template | None, *, by: str) -> int:
    """Sends dead notifications again, the oldest first, at most `RETRIED_AT_ONCE`; says how many."""
    dead = select(Notification).where(Notification.state == NotificationState.DEAD)
    if template is not None:
        dead = dead.where(Notification.template == template)
    dead = dead.order_by(Notification.id).limit(RETRIED_AT_ONCE).with_for_update(skip_locked=True)
    found = (await session.execute(dead)).scalars().all()
    moment = await clock.now(session)
    for notification in found:
        session.add(_decision(notification.id, Action.RETRY, by, notification.last_error, moment))
        notification.retry(moment)
    return len(found)


async def discard(session: AsyncSession, notification_id: str, *, by: str) -> Notification:
    """Lets a dead notification rest. Raises NotificationNotFound, NotificationNotDead."""
    notification = await _get_for_update(session, notification_id)
    notification.discard()
    return await _decided(session, notification_id, Action.DISCARD, by, notification.last_error)


async def _get_for_update(session: AsyncSession, notification_id: str) -> Notification:
    notification = await session.get(Notification, notification_id, with_for_update=True)
    if notification is None:
        raise NotificationNotFound
    return notification


async def _decided(
    session: AsyncSession, notification_id: str, action: Action, by: str, last_error: str | None
) -> Notification:
    session.add(_decision(notification_id, action, by, last_error, await clock.now(session)))
    await session.flush()  # so that the answer shows the decision
    return await get(session, notification_id)


def _decision(notification_id: str, action: Action, by: str, last_error: str | None, moment: datetime) -> Decision:
    return Decision(
        notification_id=notification_id, account_id=by, action=action, last_error=last_error, decided_at=moment
    )
