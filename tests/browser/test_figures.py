"""What is told of a sale: the order that was refunded in part, and the same numbers in figures, tables and files."""

import csv
import io
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from deploy.demo import new_event, wait_for_sale
from deploy.people import Person, System, wait_until
from tests.browser import sales
from tests.browser.conftest import Browse
from tests.browser.looking import barriers, nothing

PARTS = ("Tickets sold by day", "Money by day", "By kind of ticket", "Check-ins")


@pytest.fixture(scope="module")
def sold(system: System, organizer: Person) -> tuple[dict[str, Any], dict[str, Any]]:
    """An event whose doors are open, and an order of three tickets; one guest is inside."""
    event, _ = new_event(organizer, {"name": "Standing", "price": 2500, "capacity": 50})
    wait_for_sale(organizer, event["id"])
    rules = {"fee_per_ticket": 150, "tax_rate": 1900}
    organizer.patch(f"/events/{event['id']}/sale-rules", rules)
    buyer = Person.new(system, "Paula Part").join()
    wait_until(
        "the fee to be asked for",
        lambda: buyer.get(f"/events/{event['id']}/availability")["ticket_types"][0].get("fee") or None,
    )
    order, tickets = sales.buy(buyer, event, 3)
    scan = {"scan_id": "00000000-0000-4000-8000-00000000000a", "event_id": event["id"], "gate": "North"}
    organizer.post("/check-ins", {**scan, "code": tickets[0]["code"]})
    return event, order


def test_one_ticket_of_an_order_is_refunded_and_the_timeline_tells_it(
    browse: Browse, organizer: Person, sold: tuple[dict[str, Any], dict[str, Any]]
):
    event, order = sold
    visitor = browse(organizer)
    page = visitor.page
    visitor.open(f"/organize/events/{event['id']}/orders/{order['id']}")
    page.get_by_role("button", name="Refund").click()
    choices = page.get_by_role("checkbox")
    expect(choices).to_have_count(3)
    choices.last.check()
    page.get_by_label("Reason").fill("Came with one fewer")
    nothing(barriers(page))
    page.get_by_role("button", name=re.compile(r"^Refund €\d")).click()
    expect(page.get_by_text("The refund is on its way")).to_be_visible()
    wait_until("the money to be sent", lambda: _refunded(organizer, event))
    visitor.open(f"/organize/events/{event['id']}/orders/{order['id']}")
    expect(page.get_by_text("Partly refunded").first).to_be_visible()
    sent = page.get_by_role("listitem").filter(has_text="Money sent back")
    expect(sent).to_be_visible()
    expect(page.get_by_text("Came with one fewer")).to_be_visible()
    nothing(barriers(page))


@pytest.mark.parametrize("part", PARTS)
def test_a_table_says_what_its_file_says(
    browse: Browse, organizer: Person, sold: tuple[dict[str, Any], dict[str, Any]], part: str
):
    event, _ = sold
    visitor = browse(organizer)
    page = visitor.page
    visitor.open(f"/organize/events/{event['id']}/analytics")
    table = page.get_by_role("table", name=part)
    expect(table).to_be_visible()
    shown = [
        [_number(text) for text in row.locator("td").all_inner_texts()] for row in table.get_by_role("row").all()[1:]
    ]
    section = page.get_by_role("heading", level=2, name=part, exact=True).locator("xpath=ancestor::section[1]")
    _, file = _saved_of(page, section)
    [_, *rows] = csv.reader(io.StringIO(file))
    assert shown == [[float(cell) for cell in row[1:]] for row in rows]
    assert any(any(row) for row in shown), "there is something to compare"


def test_what_is_left_is_the_revenue_without_fees_and_refunds(
    browse: Browse, organizer: Person, sold: tuple[dict[str, Any], dict[str, Any]]
):
    event, _ = sold
    visitor = browse(organizer)
    page = visitor.page
    visitor.open(f"/organize/events/{event['id']}/analytics")
    totals = organizer.get(f"/events/{event['id']}/analytics")["totals"]
    assert totals["fees"] > 0, totals
    left = totals["revenue"] - totals["refunded"] - totals["fees"]
    figure = page.get_by_text("Left after fees and refunds").locator("xpath=..")
    expect(figure).to_contain_text(f"€{left / 100:.2f}")
    cells = page.get_by_role("table", name="Money by day").get_by_role("row").last.locator("td").all_inner_texts()
    assert [_number(cell) for cell in cells] == [
        totals["revenue"] / 100,
        totals["refunded"] / 100,
        totals["fees"] / 100,
        left / 100,
    ]


def _saved_of(page: Page, section: Locator) -> tuple[str, str]:
    with page.expect_download() as download:
        section.get_by_role("button", name="CSV").click()
    return download.value.suggested_filename, download.value.path().read_text(encoding="utf-8-sig")


def _number(text: str) -> float:
    return float(re.sub(r"[^\d.-]", "", text.replace("\N{MINUS SIGN}", "-")))


def _refunded(organizer: Person, event: dict[str, Any]) -> bool | None:
    return organizer.get(f"/events/{event['id']}/analytics")["totals"]["refunded"] > 0 or None
