"""The Celery worker of the event service and its schedule."""

from event_service.accounts import tasks as accounts
from event_service.config import settings
from event_service.invitations import tasks as invitations
from event_service.listeners import listeners
from event_service.ticket_types import tasks as ticket_types
from shared import worker

app = worker.create(
    "event",
    settings(),
    listeners,
    schedule={
        accounts.grant_roles.name: 1.0,
        invitations.look_up_addresses.name: 2.0,
        ticket_types.open_capacities.name: 1.0,
    },
)
