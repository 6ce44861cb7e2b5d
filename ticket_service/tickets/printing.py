"""Has tickets printed in another process."""

from collections.abc import Sequence
from functools import partial

from anyio import CapacityLimiter

from ticket_service.printing import printer
from ticket_service.tickets import pdf
from ticket_service.tickets.codes import CodeKeys
from ticket_service.tickets.models import Ticket
from ticket_service.tickets.pdf import PrintedTicket


async def print_tickets(tickets: Sequence[Ticket], language: str, keys: CodeKeys, turn: CapacityLimiter) -> bytes:
    """The tickets (with order, event and type loaded) as a PDF. Raises Unavailable when the printing process was killed."""
    render = partial(pdf.render_patiently, language=language)
    return await printer.run(render, [_page(ticket, keys) for ticket in tickets], turn)


def _page(ticket: Ticket, keys: CodeKeys) -> PrintedTicket:
    event = ticket.event
    return PrintedTicket(
        organizer=event.organizer_name,
        title=event.title,
        starts_at=event.starts_at,
        doors_at=event.doors_at,
        time_zone=event.time_zone,
        venue=event.venue_name,
        address=event.venue_address,
        holder=ticket.holder_name,
        type=ticket.ticket_type.name,
        order=ticket.order.number,
        id=ticket.id,
        code=keys.sign(ticket.code),
    )
