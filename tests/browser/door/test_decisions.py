"""What the staff decides itself, with its reasons."""

from typing import Any

from playwright.sync_api import expect

from deploy.demo import Narrator, staff
from deploy.people import Person, System
from tests.browser import sales
from tests.browser.conftest import Browse
from tests.browser.door.hands import by_hand, verdict
from tests.browser.looking import barriers, nothing


def test_what_is_taken_back_is_not_said_any_more_and_admits_again(gate: Browse, ticket: dict[str, Any]):
    page = gate("North").page
    by_hand(page, ticket["code"])
    verdict(page, "Admitted")
    by_hand(page, ticket["code"])
    verdict(page, "Already used")
    page.get_by_role("button", name="Take it back").click()
    page.get_by_label("Reason").fill("Scanned by mistake")
    page.get_by_role("button", name="Take the check-in back").click()
    verdict(page, "Taken back")
    expect(page.get_by_text("Already used")).to_have_count(0)
    nothing(barriers(page))
    by_hand(page, ticket["code"])
    verdict(page, "Admitted")


def test_what_is_taken_back_in_the_search_is_not_said_by_the_scanner_any_more(gate: Browse, ticket: dict[str, Any]):
    page = gate("North").page
    by_hand(page, ticket["code"])
    by_hand(page, "TKT-UNKNOWN")
    verdict(page, "Not one of our tickets")
    before = page.get_by_role("list").filter(has_text="Greta Guest").first
    expect(before).to_contain_text("Admitted")
    page.get_by_role("searchbox", name="Find a ticket").fill(ticket["code"])
    found = page.get_by_role("list", name="Found tickets")
    found.get_by_role("button", name="Take it back").click()
    found.get_by_label("Reason").fill("Scanned by mistake")
    found.get_by_role("button", name="Take the check-in back").click()
    expect(found).to_contain_text("Not used")
    expect(before).to_contain_text("Taken back")
    by_hand(page, ticket["code"])
    verdict(page, "Admitted")


def test_an_early_guest_is_admitted_all_the_same_with_a_reason(browse: Browse, system: System, organizer: Person):
    event = sales.put_on(organizer, price=0)
    operator = staff(system, organizer, event, Narrator())
    guest = Person.new(system, "Egon Early").join()
    placed = sales.order(guest, event)
    [ticket] = guest.get("/tickets", order_id=placed["id"])["data"]
    visitor = browse(operator)
    page = visitor.page
    visitor.open(f"/check-in?event={event['id']}&gate=North")
    by_hand(page, ticket["code"])
    verdict(page, "Not valid yet")
    page.get_by_role("button", name="Admit all the same").click()
    page.get_by_role("button", name="Admit", exact=True).click()
    expect(page.get_by_text("Say why, in a few words.")).to_be_visible()
    page.get_by_label("Reason").fill("Agreed with the organizer")
    nothing(barriers(page))
    page.get_by_role("button", name="Admit", exact=True).click()
    verdict(page, "Admitted")
    expect(page.get_by_text("although it was not valid yet")).to_be_visible()


def test_who_is_found_by_name_is_admitted_and_counted_at_every_gate(gate: Browse, ticket: dict[str, Any]):
    north, south = gate("North East").page, gate("South West").page
    by_hand(north, "TKT-UNKNOWN")
    verdict(north, "Not one of our tickets")
    north.get_by_role("searchbox", name="Find a ticket").fill("greta")
    found = north.get_by_role("list", name="Found tickets").get_by_role("listitem").filter(has_text="Not used").first
    found.get_by_role("button", name="Admit without a code").click()
    found.get_by_label("Reason").fill("Phone is dead, passport shown")
    found.get_by_role("button", name="Admit", exact=True).click()
    for page in (north, south):
        gates = page.get_by_role("heading", name="Inside").locator("xpath=ancestor::section[1]")
        expect(gates.get_by_text("North East", exact=True).locator("xpath=..")).to_contain_text("1")
