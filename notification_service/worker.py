"""The notification service's Celery worker and its schedule."""

from notification_service.config import settings
from notification_service.deliveries import tasks as deliveries
from notification_service.listeners import listeners
from notification_service.notices import tasks as notices
from shared.workers import worker

app = worker.create(
    "notification",
    settings(),
    listeners,
    schedule={deliveries.send_due.name: 5.0, notices.forget_old.name: 3600.0},
    children=2,  # one listens while the other waits for the mail server
    may_wait=True,  # so do mails in a rush
)
