"""What the others are told of a check-in."""

from typing import Any

from shared.messages.ticket import TicketCheckedIn, TicketCheckInUndone
from ticket_service.check_ins.models import CheckIn
from ticket_service.tickets.models import Ticket


def checked_in(ticket: Ticket, check_in: CheckIn) -> TicketCheckedIn:
    return TicketCheckedIn(**_facts(ticket, check_in))


def undone(ticket: Ticket, check_in: CheckIn) -> TicketCheckInUndone:
    return TicketCheckInUndone(**_facts(ticket, check_in))


def _facts(ticket: Ticket, check_in: CheckIn) -> dict[str, Any]:
    return {
        "ticket_id": ticket.id,
        "event_id": ticket.event_id,
        "ticket_type_id": ticket.ticket_type_id,
        "gate": check_in.gate,
        "checked_in_at": check_in.checked_in_at,
    }
