"""Tickets on paper: one accessible PDF (PDF/UA), a page per ticket, set by typst.

It runs in a process of its own (`printing.py`), so it knows no database and imports little.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import font_source_sans_pro
import orjson
import typst
from babel.dates import format_datetime

from shared import time_zones
from ticket_service.tickets import qr

# As the mails that most documents are for: they wait for buyers in a rush.
LOW_PRIORITY = 10
_TEMPLATE = Path(__file__).with_name("ticket.typ")
_FONTS = Path(font_source_sans_pro.__file__).parent / "files"


@dataclass(frozen=True)
class PrintedTicket:
    """What stands on a page. `code` is what the QR code says."""

    organizer: str
    title: str
    starts_at: datetime
    doors_at: datetime
    time_zone: str
    venue: str
    address: str
    holder: str
    type: str
    order: str
    id: str
    code: str


@dataclass(frozen=True)
class Document:
    """`flaw`: why it is not PDF/UA, if it is not."""

    content: bytes
    flaw: str | None = None


def render(tickets: Sequence[PrintedTicket]) -> Document:
    """PDF/UA refuses a character that no font here has; such a ticket is printed as a plain tagged PDF, never not at all."""
    inputs = {
        "tickets": orjson.dumps([_texts(ticket) for ticket in tickets]).decode(),
        "title": f"Tickets for {tickets[0].title}",
        "organizer": tickets[0].organizer,
        "language": "en",
    }
    try:
        return Document(_compile(inputs, accessible=True))
    except typst.TypstError as error:
        return Document(_compile(inputs, accessible=False), flaw=error.message)


def render_patiently(tickets: Sequence[PrintedTicket]) -> Document:
    """The same, in a process that waits for others from then on."""
    os.setpriority(os.PRIO_PROCESS, 0, max(os.getpriority(os.PRIO_PROCESS, 0), LOW_PRIORITY))
    return render(tickets)


def _compile(inputs: dict[str, str], *, accessible: bool) -> bytes:
    document = _warm_compiler().compile(sys_inputs=inputs, format="pdf", pdf_standards="ua-1" if accessible else None)
    assert isinstance(document, bytes)
    return document


@cache
def _warm_compiler() -> typst.Compiler:
    """One per process: a warm compiler has its fonts loaded and its caches filled."""
    return typst.Compiler(_TEMPLATE, font_paths=[_FONTS])


def _texts(ticket: PrintedTicket) -> dict[str, str]:
    return {
        "organizer": ticket.organizer,
        "title": ticket.title,
        "starts": _local(ticket.starts_at, ticket.time_zone),
        "doors": _local(ticket.doors_at, ticket.time_zone),
        "venue": ticket.venue,
        "address": ticket.address,
        "holder": ticket.holder,
        "type": ticket.type,
        "order": ticket.order,
        "id": ticket.id,
        "qr": qr.svg(ticket.code).decode(),
    }


def _local(moment: datetime, time_zone: str) -> str:
    """In the venue's zone, with its name: the holder may be elsewhere when reading it."""
    return format_datetime(moment, "EEEE, d MMMM y, HH:mm (zzzz)", tzinfo=time_zones.zone(time_zone), locale="en")
