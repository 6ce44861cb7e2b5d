"""The printed ticket holds what its holder and the scanner need, whatever the names are."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from shared.ids import new_id
from ticket_service.tickets import pdf
from ticket_service.tickets.pdf import PrintedTicket
from ticket_service.tickets.wording import WORDINGS

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


def _ticket(holder: str, title: str = "A Night") -> PrintedTicket:
    moment = datetime(2027, 5, 1, 18, tzinfo=UTC)
    return PrintedTicket(
        organizer="Kulturverein",
        title=title,
        starts_at=moment,
        doors_at=moment,
        time_zone="Europe/Berlin",
        venue="Hall",
        address="Hauptstraße 1, Berlin",
        holder=holder,
        type="Standing",
        order="7KQ3M-X9WTP",
        id=new_id("tkt"),
        code="A" * 160,
    )


def test_a_page_is_printed_for_each_ticket():
    names = ["Anna Łukasz", "Bernd Ærø", "Çelik Παπά"]
    document = PdfReader(io.BytesIO(pdf.render([_ticket(name) for name in names], "en").content))
    assert len(document.pages) == 3
    for page, name in zip(document.pages, names, strict=True):
        assert name in page.extract_text()
        assert "Central European Summer Time" in page.extract_text()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["HOLDER", "DOORS", "Saturday, 1 May 2027, 20:00 (Central European Summer Time)", "Ticket 2 of 2."]),
        ("de", ["NAME", "EINLASS", "Samstag, 1. Mai 2027, 20:00 (Mitteleuropäische Sommerzeit)", "Ticket 2 von 2."]),
    ],
)
def test_a_ticket_is_in_one_language(language: str, said: list[str]):
    document = PdfReader(io.BytesIO(pdf.render([_ticket("Anna"), _ticket("Bernd")], language).content))
    text = document.pages[1].extract_text()
    assert [words for words in said if words not in text] == []
    assert str(document.root_object["/Lang"]) == language


def test_all_languages_are_of_the_forms_that_are_filled_in():
    for wording in WORDINGS.values():
        assert "Ⅶ" in wording.title.format(title="Ⅶ")
        assert {"2", "3"} <= set(wording.place.format(number=2, count=3))


@pytest.mark.parametrize("text", HOSTILE)
def test_names_and_titles_are_text_and_never_instructions(text: str):
    document = pdf.render([_ticket(text, title=text)], "de").content
    assert document.startswith(b"%PDF-1.7")
    assert Path("/etc/passwd").read_bytes()[:20] not in document


def test_the_document_is_tagged_for_screen_readers():
    document = pdf.render([_ticket("Anna")], "en").content
    assert b"/MarkInfo" in document
    assert b"pdfuaid" in document


def test_a_character_that_no_font_has_is_said_and_printed_all_the_same():
    assert pdf.render([_ticket("Anna")], "en").flaw is None
    document = pdf.render([_ticket("月")], "en")
    assert document.flaw
    assert len(PdfReader(io.BytesIO(document.content)).pages) == 1
