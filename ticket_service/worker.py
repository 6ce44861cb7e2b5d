"""The Celery worker of the ticket service and its schedule."""

from shared import worker
from ticket_service.config import settings
from ticket_service.listeners import listeners

app = worker.create("ticket", settings(), listeners, schedule={})
