"""Tickets on paper: one accessible PDF (PDF/UA), a page per ticket, set by typst."""

import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import font_source_sans_pro
import orjson
import structlog
import typst
from babel.dates import format_datetime

from shared import time_zones
from ticket_service.tickets import qr
from ticket_service.tickets.codes import CodeKeys
from ticket_service.tickets.models import Ticket

log = structlog.get_logger()

_TEMPLATE = Path(__file__).with_name("ticket.typ")
_FONTS = Path(font_source_sans_pro.__file__).parent / "files"


@dataclass(frozen=True)
class _PrintedTicket:
    organizer: str
    title: str
    starts: str
    doors: str
    venue: str
    address: str
    holder: str
    type: str
    order: str
    id: str
    qr: str


def render(tickets: Sequence[Ticket], keys: CodeKeys) -> bytes:
    """The tickets (with order, event and type loaded) as a PDF. Takes milliseconds of CPU: call it in a thread."""
    printed = [_printed(ticket, keys) for ticket in tickets]
    inputs = {
        "tickets": orjson.dumps([asdict(ticket) for ticket in printed]).decode(),
        "title": f"Tickets for {printed[0].title}",
        "organizer": printed[0].organizer,
        "language": "en",
    }
    return _compile(inputs)


def _compile(inputs: dict[str, str]) -> bytes:
    """PDF/UA refuses a character that no font here has; such a ticket is printed as a plain tagged PDF, never not at all."""
    compiler, lock = _warm_compiler()
    with lock:
        try:
            document = compiler.compile(sys_inputs=inputs, format="pdf", pdf_standards="ua-1")
        except typst.TypstError as error:
            log.warning("ticket_not_in_pdf_ua", error=error.message)
            document = compiler.compile(sys_inputs=inputs, format="pdf")
    assert isinstance(document, bytes)
    return document


@cache
def _warm_compiler() -> tuple[typst.Compiler, threading.Lock]:
    """One per process: a warm compiler has its fonts loaded and its caches filled. It serves one thread at a time."""
    return typst.Compiler(_TEMPLATE, font_paths=[_FONTS]), threading.Lock()


def _printed(ticket: Ticket, keys: CodeKeys) -> _PrintedTicket:
    event = ticket.event
    return _PrintedTicket(
        organizer=event.organizer_name,
        title=event.title,
        starts=_local(event.starts_at, event.time_zone),
        doors=_local(event.doors_at, event.time_zone),
        venue=event.venue_name,
        address=event.venue_address,
        holder=ticket.holder_name,
        type=ticket.ticket_type.name,
        order=ticket.order.number,
        id=ticket.id,
        qr=qr.svg(keys.sign(ticket.code)).decode(),
    )


def _local(moment: datetime, time_zone: str) -> str:
    """In the venue's zone, with its name: the holder may be elsewhere when reading it."""
    return format_datetime(moment, "EEEE, d MMMM y, HH:mm (zzzz)", tzinfo=time_zones.zone(time_zone), locale="en")
