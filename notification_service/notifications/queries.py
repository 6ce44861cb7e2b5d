from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from notification_service.notifications.models import Channel, Notification, NotificationState
from notification_service.templates.kinds import Template


def in_app(account_id: str) -> Select[Notification]:
    return select(Notification).where(Notification.account_id == account_id, Notification.channel == Channel.IN_APP)


def for_admins(
    *, state: NotificationState | None, template: Template | None, account_id: str | None
) -> Select[Notification]:
    query = select(Notification).options(joinedload(Notification.recipient))
    if state is not None:
        query = query.where(Notification.state == state)
    if template is not None:
        query = query.where(Notification.template == template)
    if account_id is not None:
        query = query.where(Notification.account_id == account_id)
    return query
