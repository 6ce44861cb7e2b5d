"""Has tickets printed in another process: drawing them takes milliseconds that whoever sells does not have."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog
from anyio import BrokenWorkerProcess, CapacityLimiter, to_process

from shared.errors import Unavailable
from ticket_service.tickets import pdf
from ticket_service.tickets.codes import CodeKeys
from ticket_service.tickets.models import Ticket
from ticket_service.tickets.pdf import PrintedTicket

log = structlog.get_logger()


def _one_at_a_time() -> CapacityLimiter:
    return CapacityLimiter(1)


@dataclass(frozen=True)
class Printer:
    """One per web process. People do not wait behind mails: each have a process, started at their first document."""

    for_people: CapacityLimiter = field(default_factory=_one_at_a_time)
    for_mails: CapacityLimiter = field(default_factory=_one_at_a_time)


async def print_tickets(tickets: Sequence[Ticket], keys: CodeKeys, turn: CapacityLimiter) -> bytes:
    """The tickets (with order, event and type loaded) as a PDF. Raises Unavailable when the printing process was killed."""
    pages = [_page(ticket, keys) for ticket in tickets]
    try:
        document = await to_process.run_sync(pdf.render_patiently, pages, limiter=turn)
    except BrokenWorkerProcess as error:
        raise Unavailable(retry_after=1) from error
    if document.flaw:
        log.warning("ticket_not_in_pdf_ua", error=document.flaw)
    return document.content


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
