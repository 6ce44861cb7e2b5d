"""Tickets are held for a time, which can be made longer, and may run out."""

from typing import Any

from playwright.sync_api import expect

from deploy.people import Person, System
from tests.browser import sales
from tests.browser.conftest import Browse
from tests.browser.looking import barriers, nothing
from tests.flows.books import Books


def pass_time(books: Books, hold: dict[str, Any], seconds_left: int) -> None:
    """As if all of the hold's time but these seconds had passed."""
    hold_id = hold["id"].removeprefix("hold_")
    until = f"clock_timestamp() + interval '{seconds_left} s'"
    books.change("ticket", f"UPDATE holds SET expires_at = {until} WHERE id = '{hold_id}'")


def test_a_hold_that_is_about_to_expire_says_so_and_is_extended(
    browse: Browse, system: System, event: dict[str, Any], books: Books
):
    buyer = Person.new(system, "Erna Extender").join()
    hold = sales.hold(buyer, event)
    visitor = browse(buyer)
    visitor.open(f"/checkout/{hold['id']}")
    timer = visitor.page.get_by_role("timer")
    expect(timer).not_to_have_attribute("data-urgent", "true")

    pass_time(books, hold, 100)
    visitor.page.reload()
    expect(timer).to_have_attribute("data-urgent", "true")
    expect(visitor.page.get_by_text("2 minutes left or less")).to_be_attached()
    nothing(barriers(visitor.page))
    visitor.page.get_by_role("button", name="More time").click()
    expect(timer).to_contain_text("9:")
    expect(timer).not_to_have_attribute("data-urgent", "true")


def test_what_was_typed_is_kept_when_the_time_runs_out(
    browse: Browse, system: System, event: dict[str, Any], books: Books
):
    buyer = Person.new(system, "Lars Late").join()
    hold = sales.hold(buyer, event, 2)
    visitor = browse(buyer)
    page = visitor.page
    visitor.open(f"/checkout/{hold['id']}")
    page.get_by_label("Name on ticket 2").fill("Gerda Guest")
    pass_time(books, hold, 4)
    page.reload()

    expect(page.get_by_role("heading", name="The time ran out")).to_be_visible()
    nothing(barriers(page))
    page.get_by_role("button", name="Try to get them again").click()
    expect(page.get_by_label("Name on ticket 1")).to_have_value(buyer.name)
    expect(page.get_by_label("Name on ticket 2")).to_have_value("Gerda Guest")
    page.get_by_role("button", name="Continue to payment").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pay for your tickets")
