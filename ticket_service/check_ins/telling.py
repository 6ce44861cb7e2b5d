"""What the others are told of a check-in."""

from shared.messages.ticket import TicketCheckedIn, TicketCheckInUndone
from ticket_service.check_ins.models import CheckIn
from ticket_service.tickets.models import Ticket


def checked_in(ticket: Ticket, check_in: CheckIn) -> TicketCheckedIn:
    return TicketCheckedIn(
        ticket_id=ticket.id,
        event_id=ticket.event_id,
        ticket_type_id=ticket.ticket_type_id,
        gate=check_in.gate,
        checked_in_at=check_in.checked_in_at,
    )


def undone(ticket: Ticket, check_in: CheckIn) -> TicketCheckInUndone:
    return TicketCheckInUndone(
        ticket_id=ticket.id,
        event_id=ticket.event_id,
        ticket_type_id=ticket.ticket_type_id,
        gate=check_in.gate,
        checked_in_at=check_in.checked_in_at,
    )
