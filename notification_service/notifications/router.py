from typing import Annotated, Any

from fastapi import Path

from notification_service.config import settings
from notification_service.notifications import queries
from notification_service.notifications import service as notifications
from notification_service.notifications.errors import NotificationNotDead, NotificationNotFound
from notification_service.notifications.models import Notification, NotificationState
from notification_service.notifications.schemas import (
    AdminNotificationDetail,
    AdminNotificationRead,
    NotificationRead,
    Retried,
    RetryAll,
)
from notification_service.recipients.models import Recipient
from notification_service.templates.kinds import Template
from notification_service.templates.rendering import headline
from notification_service.templates.words import Reader, choose
from shared.deciding import idempotency
from shared.ids import id_field
from shared.web import problems
from shared.web.identity import Admin, Caller
from shared.web.pagination import Page, paginate
from shared.web.paging import PagingQuery
from shared.web.transactions import Transaction

router = idempotency.router(tags=["notifications"])

NotificationId = Annotated[str, id_field("ntf"), Path(examples=["ntf_0197b2f0c1d27e0f8a5b3c4d5e6f7a8b"])]
AccountId = Annotated[str, id_field("usr")]


@router.get("/notifications", response_model=Page[NotificationRead])
async def list_notifications(caller: Caller, session: Transaction, paging: PagingQuery) -> Page[Any]:
    """What you were told about your orders and events, the latest first."""
    page = await paginate(
        session, queries.in_app(caller.account_id), paging, order_by=[Notification.id], descending=True
    )
    recipient = await session.get(Recipient, caller.account_id)
    reader = Reader(recipient.locale if recipient else "en")
    data = [_in_words(notification, reader) for notification in page.data]
    return Page(data=data, has_more=page.has_more, next_cursor=page.next_cursor)


@router.get("/admin/notifications", response_model=Page[AdminNotificationRead])
async def list_all_notifications(
    _admin: Admin,
    session: Transaction,
    paging: PagingQuery,
    state: NotificationState | None = None,
    template: Template | None = None,
    account_id: AccountId | None = None,
) -> Page[Any]:
    """All notifications, the latest first. `state=dead`: those that were given up and wait for somebody to decide."""
    found = queries.for_admins(state=state, template=template, account_id=account_id)
    return await paginate(session, found, paging, order_by=[Notification.id], descending=True)


@router.get(
    "/admin/notifications/{notification_id}",
    response_model=AdminNotificationDetail,
    responses=problems.responses(NotificationNotFound),
)
async def read_notification(notification_id: NotificationId, _admin: Admin, session: Transaction) -> Notification:
    """One notification with its attempts and with what admins decided about it."""
    return await notifications.get(session, notification_id)


@router.post(
    "/admin/notifications/{notification_id}/retry",
    response_model=AdminNotificationDetail,
    responses=problems.responses(NotificationNotFound, NotificationNotDead),
    dependencies=[idempotency.accepted],
)
async def retry_notification(notification_id: NotificationId, admin: Admin, session: Transaction) -> Notification:
    """Sends a dead notification again, from its first attempt."""
    return await notifications.retry(session, notification_id, by=admin.account_id)


@router.post("/admin/notifications/retry", dependencies=[idempotency.accepted])
async def retry_notifications(body: RetryAll, admin: Admin, session: Transaction) -> Retried:
    """Sends the dead notifications again, a thousand at a time."""
    retried = await notifications.retry_all(session, body.template, by=admin.account_id)
    return Retried(retried=retried, has_more=retried == notifications.RETRIED_AT_ONCE)


@router.post(
    "/admin/notifications/{notification_id}/discard",
    response_model=AdminNotificationDetail,
    responses=problems.responses(NotificationNotFound, NotificationNotDead),
    dependencies=[idempotency.accepted],
)
async def discard_notification(notification_id: NotificationId, admin: Admin, session: Transaction) -> Notification:
    """Lets a dead notification rest: it is not sent, and nobody has to look at it again."""
    return await notifications.discard(session, notification_id, by=admin.account_id)


def _in_words(notification: Notification, reader: Reader) -> dict[str, Any]:
    words = choose(notification.known_facts, reader, brand=settings().brand, public_url=settings().public_url)
    title, text = headline(Template(notification.template), words)
    return {
        "id": notification.id,
        "template": notification.template,
        "title": title,
        "text": text,
        "event_id": notification.event_id,
        "order_id": notification.order_id,
        "created_at": notification.created_at,
    }
