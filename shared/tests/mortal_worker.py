"""The same subscriber as a Celery worker."""

from shared import worker
from shared.tests.mortal import SERVICE, Settings, listeners

app = worker.create(SERVICE, Settings(), listeners, schedule={})
