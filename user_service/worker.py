"""The user service's Celery worker."""

from shared.workers import worker
from user_service.config import settings
from user_service.listeners import listeners

app = worker.create("user", settings(), listeners, schedule={})
