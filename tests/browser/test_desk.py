"""What an organizer does beside selling: takes lists along, sets rules, writes to people, and watches."""

import csv
import io
import re
import string
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Page, expect

from deploy.people import Person, System, wait_until
from tests.browser import sales
from tests.browser.conftest import Browse
from tests.browser.looking import barriers, nothing

GUEST = "Zoë Guest"


@pytest.fixture(scope="module")
def sold(system: System, organizer: Person) -> tuple[dict[str, Any], Person]:
    """An event, and who has bought a ticket for it."""
    event = sales.put_on(organizer)
    guest = Person.new(system, GUEST).join()
    sales.buy(guest, event)
    wait_until("the sale to be counted", lambda: organizer.get(f"/events/{event['id']}/analytics")["days"] or None)
    return event, guest


def saved(page: Page, kind: str) -> tuple[str, Path]:
    """The name under which a click saves a file, and the file."""
    with page.expect_download() as download:
        page.get_by_role("button", name=kind).first.click()
    return download.value.suggested_filename, download.value.path()


def table(file: Path, width: int) -> list[list[str]]:
    """What a spreadsheet shows of a workbook's only sheet."""
    with zipfile.ZipFile(file) as book:
        assert book.testzip() is None
        texts = ["".join(one.itertext()) for one in ET.fromstring(book.read("xl/sharedStrings.xml"))]
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    rows = []
    for row in sheet.iterfind(".//{*}row"):
        # Empty ones are left out; of the others each says its place, such as B2.
        cells = {cell.attrib["r"][0]: cell for cell in row}
        shown = [cells.get(letter) for letter in string.ascii_uppercase[:width]]
        rows.append(["" if cell is None else _text(cell, texts) for cell in shown])
    return rows


def _text(cell: ET.Element, texts: list[str]) -> str:
    said = "".join(cell.itertext())
    return texts[int(said)] if cell.get("t") == "s" else said


@pytest.mark.parametrize(
    ("place", "name", "content"),
    [
        ("attendees", "attendees", GUEST),
        ("orders", "orders", GUEST),
        ("analytics", "tickets-by-day", "Standing"),
    ],
)
def test_what_is_on_the_screen_is_taken_along(
    browse: Browse, organizer: Person, sold: tuple[dict[str, Any], Person], place: str, name: str, content: str
):
    event, _ = sold
    visitor = browse(organizer)
    visitor.open(f"/organize/events/{event['id']}/{place}")
    called, file = saved(visitor.page, "CSV")
    assert called == f"{event['slug']}-{name}.csv"
    [headers, row] = csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig")))
    assert len(headers) == len(row)
    assert content in [*headers, *row]

    called, file = saved(visitor.page, "Excel")
    assert called == f"{event['slug']}-{name}.xlsx"
    assert table(file, len(headers)) == [headers, row]


def test_what_is_not_on_the_screen_is_not_taken_along(browse: Browse, system: System, organizer: Person):
    event = sales.put_on(organizer)
    wanted, other = (Person.new(system, name) for name in ("Wanda Wanted", "Otto Other"))
    for guest in (wanted, other):
        sales.buy(guest.join(), event)
    visitor = browse(organizer)
    page = visitor.page
    visitor.open(f"/organize/events/{event['id']}/attendees")
    for guest in (wanted, other):
        expect(page.get_by_role("listitem").filter(has_text=guest.name)).to_be_visible()
    assert {row[0] for row in table(saved(page, "Excel")[1], 8)} == {"Name", wanted.name, other.name}
    page.get_by_role("searchbox").fill("wanda")
    expect(page.get_by_text(other.name)).to_have_count(0)
    expect(page.get_by_role("listitem").filter(has_text=wanted.name)).to_be_visible()
    assert [row[0] for row in table(saved(page, "Excel")[1], 8)] == ["Name", wanted.name]


def test_the_rules_of_a_sale_are_saved_and_shown_again(browse: Browse, organizer: Person):
    event = sales.put_on(organizer)
    visitor = browse(organizer)
    page = visitor.page
    visitor.open(f"/organize/events/{event['id']}/rules")
    fields = {"Tax in per cent": "7.5", "Fee per ticket in EUR": "1.50", "Fee in per cent of the price": "2"}
    choices = {"How it is charged": "added", "Buyers may give tickets back": "on_request"}
    for label, text in fields.items():
        page.get_by_label(label).fill(text)
    for label, value in choices.items():
        page.get_by_label(label).select_option(value)
    page.get_by_role("button", name="Save the rules").click()
    expect(page.get_by_text("These rules are for orders from now on")).to_be_visible()
    nothing(barriers(page))
    page.reload()
    expect(page.get_by_label("Tax in per cent")).to_have_value("7.5")
    expect(page.get_by_label("Fee per ticket in EUR")).to_have_value("1.50")
    expect(page.get_by_label("Fee in per cent of the price")).to_have_value("2")
    for label, value in choices.items():
        expect(page.get_by_label(label)).to_have_value(value)


def test_what_an_organizer_writes_arrives_and_can_be_read_again(
    browse: Browse, system: System, organizer: Person, sold: tuple[dict[str, Any], Person]
):
    event, guest = sold
    visitor = browse(organizer)
    page = visitor.page
    visitor.open(f"/organize/events/{event['id']}/updates")
    page.get_by_label("What it is about").fill("The north gate is closed")
    page.get_by_label("What people should know").fill("Please come in from the south.")
    page.get_by_role("button", name="Send to everybody who has tickets").click()
    expect(page.get_by_role("heading", name="The north gate is closed")).to_be_visible()
    assert "Please come in from the south." in system.mail(guest.email, "The north gate is closed")["text"]

    here = browse(guest)
    here.open("/notifications")
    expect(here.page.get_by_role("heading", name=re.compile("The north gate is closed"))).to_be_visible()
    here.page.get_by_role("link", name="Show the order").click()
    expect(here.page.get_by_role("heading", level=1)).to_be_focused()


@pytest.mark.parametrize(("is_told", "words"), [(True, "Live"), (False, "Every few seconds")])
def test_a_sale_is_seen_while_one_looks(browse: Browse, system: System, organizer: Person, is_told: bool, words: str):
    event = sales.put_on(organizer)
    visitor = browse(organizer)
    page = visitor.page
    if not is_told:
        page.route("**/analytics/live", lambda route: route.abort())
    visitor.open(f"/organize/events/{event['id']}")
    expect(page.get_by_text(words, exact=True)).to_be_visible()
    figures = page.get_by_role("definition").first
    expect(figures).to_contain_text("0of 50")
    sales.buy(Person.new(system, "Lena Late").join(), event, 2)
    expect(figures).to_contain_text("2of 50")
    expect(page.get_by_text(words, exact=True)).to_be_visible()
