"""Tickets on paper: one accessible PDF, a page per ticket.

It runs in a process of its own (`printing.py`), so it knows no database and imports little.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson
from babel.dates import format_datetime

from shared import time_zones
from ticket_service.printing.typesetting import Document, typeset, wait_for_others
from ticket_service.tickets import qr
from ticket_service.tickets.wording import WORDINGS

_TEMPLATE = Path(__file__).with_name("ticket.typ")


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


def render(tickets: Sequence[PrintedTicket], language: str) -> Document:
    """In a language of `SPOKEN`."""
    wording = WORDINGS[language]
    shown = [
        {**_texts(ticket, language), "place": wording.place.format(number=number, count=len(tickets))}
        for number, ticket in enumerate(tickets, 1)
    ]
    inputs = {
        "tickets": orjson.dumps(shown).decode(),
        "words": orjson.dumps(wording).decode(),
        "title": wording.title.format(title=tickets[0].title),
        "organizer": tickets[0].organizer,
        "language": language,
    }
    return typeset(_TEMPLATE, inputs)


def render_patiently(tickets: Sequence[PrintedTicket], language: str) -> Document:
    """The same, in a process that waits for others from then on."""
    wait_for_others()
    return render(tickets, language)


def _texts(ticket: PrintedTicket, language: str) -> dict[str, str]:
    return {
        "organizer": ticket.organizer,
        "title": ticket.title,
        "starts": _local(ticket.starts_at, ticket.time_zone, language),
        "doors": _local(ticket.doors_at, ticket.time_zone, language),
        "venue": ticket.venue,
        "address": ticket.address,
        "holder": ticket.holder,
        "type": ticket.type,
        "order": ticket.order,
        "id": ticket.id,
        "qr": qr.svg(ticket.code).decode(),
    }


def _local(moment: datetime, time_zone: str, language: str) -> str:
    """In the venue's zone, with its name: the holder may be elsewhere when reading it."""
    zone = time_zones.zone(time_zone)
    return format_datetime(moment, WORDINGS[language].moment, tzinfo=zone, locale=language)
