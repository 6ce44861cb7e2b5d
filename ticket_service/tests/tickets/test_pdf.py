"""The printed ticket holds what its holder and the scanner need, whatever the names are."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pypdf import PdfReader

from shared.ids import new_id
from ticket_service.catalog.models import Event, EventStatus, TicketType
from ticket_service.orders.models import Order
from ticket_service.tickets import pdf
from ticket_service.tickets.codes import CodeKeys
from ticket_service.tickets.models import Ticket, TicketStatus

KEYS = CodeKeys({1: Ed25519PrivateKey.generate()})
HOSTILE = [
    "#panic()",
    "$x$ _y_ *z*",
    '"]; #read("/etc/passwd")',
    "<script>",
    "\\u{0}",
    "Ł̷ 月 😀 ا",
    "x" * 200,
    "@ref <label>",
]


def _ticket(holder: str, title: str = "A Night") -> Ticket:
    moment = datetime(2027, 5, 1, 18, tzinfo=UTC)
    event = Event(
        id=new_id("evt"),
        organizer_id=new_id("org"),
        organizer_name="Kulturverein",
        slug="a-night",
        title=title,
        status=EventStatus.PUBLISHED,
        venue_name="Hall",
        venue_address="Hauptstraße 1, Berlin",
        city="Berlin",
        country="DE",
        time_zone="Europe/Berlin",
        doors_at=moment,
        starts_at=moment,
        ends_at=moment,
        version=1,
    )
    ticket = Ticket(
        id=new_id("tkt"), event_id=event.id, holder_name=holder, status=TicketStatus.VALID, version=1, issued_at=moment
    )
    loaded = ticket.__dict__
    loaded["event"] = event
    loaded["ticket_type"] = TicketType(name="Standing")
    loaded["order"] = Order(number="7KQ3M-X9WTP")
    return ticket


def test_a_page_is_printed_for_each_ticket():
    names = ["Anna Łukasz", "Bernd Ærø", "Çelik Παπά"]
    document = PdfReader(io.BytesIO(pdf.render([_ticket(name) for name in names], KEYS)))
    assert len(document.pages) == 3
    for page, name in zip(document.pages, names, strict=True):
        assert name in page.extract_text()
        assert "Central European Summer Time" in page.extract_text()


@pytest.mark.parametrize("text", HOSTILE)
def test_names_and_titles_are_text_and_never_instructions(text: str):
    document = pdf.render([_ticket(text, title=text)], KEYS)
    assert document.startswith(b"%PDF-1.7")
    assert Path("/etc/passwd").read_bytes()[:20] not in document


def test_the_document_is_tagged_for_screen_readers():
    document = pdf.render([_ticket("Anna")], KEYS)
    assert b"/MarkInfo" in document
    assert b"pdfuaid" in document
