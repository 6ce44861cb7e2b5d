"""What waits to be sent, and what was given up."""

from sqlalchemy import func, select

from notification_service.notifications.models import Notification, NotificationState
from shared.persistence import leases
from shared.persistence.backlog import Measure

MEASURES = (
    *leases.measures("notifications", Notification),
    Measure(
        "notifications_dead",
        "Notifications that were given up and wait for an admin.",
        lambda _moment: select(func.count()).where(Notification.state == NotificationState.DEAD),
    ),
)
