"""The notification service's Celery worker and its schedule."""

from notification_service import hints
from notification_service.config import settings
from notification_service.deliveries import tasks as deliveries
from notification_service.listeners import listeners
from notification_service.notices import tasks as notices
from shared import worker

SWEEP_SECONDS = 5.0

app = worker.create(
    "notification",
    settings(),
    listeners,
    schedule={notices.fan_out.name: SWEEP_SECONDS, deliveries.send_due.name: SWEEP_SECONDS},
)
hints.give()
