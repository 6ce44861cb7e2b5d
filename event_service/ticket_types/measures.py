"""What is to be told to the ticket service."""

from event_service.ticket_types.models import PendingCapacity
from shared.persistence import leases

MEASURES = leases.measures("pending_capacities", PendingCapacity)
