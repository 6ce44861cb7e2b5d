"""The Celery worker of the event service and its schedule."""

from event_service import tasks
from event_service.config import settings
from event_service.listeners import listeners
from shared.workers import worker

app = worker.create("event", settings(), listeners, schedule={tasks.ask_others.name: 1.0, tasks.show_changes.name: 5.0})
