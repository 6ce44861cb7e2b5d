"""What remains of a ticket outside of its page: files that are saved, paper, and nothing of one that was ended."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from deploy.people import Person, System
from tests.browser import sales
from tests.browser.conftest import Browse
from tests.browser.looking import barriers, nothing
from tests.browser.visitor import SCHEMES, Visitor, read_code

Bought = tuple[Person, dict[str, Any], dict[str, Any]]


@pytest.fixture
def bought(system: System, organizer: Person) -> Bought:
    """Whose it is, the event and the ticket."""
    owner, event = Person.new(system, "Paula Paper").join(), sales.put_on(organizer)
    _, [ticket] = sales.buy(owner, event)
    return owner, event, ticket


def saved(page: Page, button: str) -> tuple[str, bytes]:
    """What the press of a button brings: its name, and what is in it."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def text_of(pdf: bytes) -> str:
    """Of its only page, without what parts words and lines."""
    [page] = PdfReader(io.BytesIO(pdf)).pages
    return "".join(page.extract_text().split())


def test_a_ticket_is_saved_to_print_and_its_event_for_a_calendar(browse: Browse, bought: Bought):
    owner, event, ticket = bought
    visitor = browse(owner)
    visitor.open(f"/tickets/{ticket['id']}")
    name, pdf = saved(visitor.page, "Save as PDF")
    assert name == f"ticket-{ticket['id'][-8:]}.pdf"
    assert pdf.startswith(b"%PDF-")
    document = PdfReader(io.BytesIO(pdf))
    assert document.metadata is not None
    assert document.metadata.title == f"Tickets for {event['title']}"
    assert str(document.root_object["/Lang"]) == "en"
    assert "".join(owner.name.split()) in text_of(pdf)

    name, entry = saved(visitor.page, "Add to calendar")
    assert name == f"event-{ticket['id'][-8:]}.ics"
    lines = entry.decode().replace("\r\n ", "").splitlines()
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert f"SUMMARY:{event['title']}" in lines


def test_a_ticket_is_printed_in_the_language_of_the_pages(browse: Browse, bought: Bought):
    owner, event, ticket = bought
    visitor = browse(owner, language="de")
    visitor.open(f"/tickets/{ticket['id']}")
    _, pdf = saved(visitor.page, "Als PDF speichern")
    document = PdfReader(io.BytesIO(pdf))
    assert document.metadata is not None
    assert document.metadata.title == f"Tickets für {event['title']}"
    assert "MitteleuropäischeNormalzeit" in text_of(pdf)


def test_a_receipt_is_saved_from_the_order_that_was_paid(browse: Browse, bought: Bought):
    owner, event, ticket = bought
    number = owner.get(f"/orders/{ticket['order_id']}")["number"]
    visitor = browse(owner)
    visitor.open(f"/orders/{ticket['order_id']}")
    name, pdf = saved(visitor.page, "Save the receipt")
    assert name == f"receipt-{number}.pdf"
    assert pdf.startswith(b"%PDF-")
    said = text_of(pdf)
    assert number in said
    assert "".join(event["title"].split()) in said
    assert "25.00" in said


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_printed_page_is_one_sheet_with_the_ticket_and_nothing_else(browse: Browse, bought: Bought, scheme: Any):
    owner, event, ticket = bought
    visitor = browse(owner)
    page = visitor.page
    visitor.open(f"/tickets/{ticket['id']}")
    visitor.use_scheme(scheme)
    only_on_screens = (
        page.get_by_role("navigation"),
        page.get_by_role("contentinfo"),
        page.get_by_role("button", name="Save as PDF"),
        page.get_by_role("heading", name="Pass on or change"),
    )
    for part in only_on_screens:
        expect(part).to_be_visible()
    page.emulate_media(media="print")
    for part in only_on_screens:
        expect(part).to_be_hidden()
    expect(page.get_by_role("main").get_by_text(owner.name, exact=True)).to_be_visible()
    expect(page.get_by_text(event["title"])).to_be_visible()
    assert read_code(page.get_by_role("img", name=f"QR code of the ticket of {owner.name}")) == ticket["code"]
    said = text_of(page.pdf(format="A4"))
    assert "".join(event["title"].split()) in said
    assert "".join(owner.name.split()) in said
    assert "Pass on" not in said


def test_a_ticket_that_the_organizer_ended_says_so_and_has_no_code(browse: Browse, organizer: Person, bought: Bought):
    owner, event, ticket = bought
    visitor = browse(owner)
    page = visitor.page
    code = page.get_by_role("img", name="QR code")
    visitor.open(f"/tickets/{ticket['id']}")
    expect(code).to_be_visible()
    organizer.post(f"/tickets/{ticket['id']}/void", {"reason": "It was sold twice."})

    _reload(visitor)
    expect(page.get_by_text("This ticket is not valid any more")).to_be_visible()
    expect(page.get_by_text("The organizer has ended it. The door will not accept it.")).to_be_visible()
    expect(page.get_by_text("It was sold twice.")).to_be_visible()
    expect(page.get_by_text(event["title"])).to_be_visible()
    expect(code).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("Save as PDF|Add to calendar|Get a new code"))).to_have_count(0)
    for scheme in SCHEMES:
        visitor.use_scheme(scheme)
        nothing(barriers(page), scheme)
    visitor.open("/tickets")
    expect(page.get_by_role("link", name=owner.name)).to_contain_text("Not valid")


def _reload(visitor: Visitor) -> None:
    visitor.page.reload()
    visitor.settle()
