"""Somebody who has never been here buys a ticket."""

from typing import Any

from playwright.sync_api import Page, expect

from deploy.people import Person, System
from tests.browser.conftest import Browse
from tests.browser.visitor import read_code


def find_and_choose(page: Page, title: str) -> None:
    page.goto("/")
    page.get_by_role("searchbox", name="What").fill(title)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=title).click()
    page.get_by_role("button", name="One more: Standing").click()
    page.get_by_role("button", name="Get tickets").click()


def register(page: Page, person: Person) -> None:
    page.get_by_role("link", name="Create an account").click()
    page.get_by_label("Name").fill(person.name)
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password", exact=True).fill(person.password)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your inbox")


def confirm_address(page: Page, person: Person) -> Page:
    """By the link in the mail; the page on which somebody then goes on."""
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Open the development inbox").click()
    inbox = opened.value
    inbox.get_by_role("link", name=person.email).click()
    inbox.get_by_role("link", name="verify-email").first.click()
    inbox.get_by_role("button", name="Confirm my address").click()
    expect(inbox.get_by_text("Your address is confirmed")).to_be_visible()
    return inbox


def log_in(page: Page, person: Person) -> None:
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password", exact=True).fill(person.password)
    page.get_by_role("button", name="Log in").click()


def test_a_stranger_registers_buys_and_has_the_ticket_that_the_door_reads(
    browse: Browse, system: System, event: dict[str, Any]
):
    berta, page = Person.new(system, "Berta Browser"), browse().page
    find_and_choose(page, event["title"])
    register(page, berta)
    page = confirm_address(page, berta)
    log_in(page, berta)

    expect(page.get_by_role("heading", level=1)).to_have_text(event["title"])
    page.get_by_role("button", name="Get tickets").click()
    expect(page.get_by_role("timer")).to_be_visible()
    expect(page.get_by_label("Name on ticket 1")).to_have_value(berta.name)
    page.get_by_role("button", name="Continue to payment").click()
    page.get_by_label("Test card").select_option("4242424242424242")
    page.get_by_role("button", name="Pay €25.00").click()
    expect(page.get_by_role("heading", name="You’re going!")).to_be_visible()

    page.get_by_role("link", name="Show my tickets").click()
    page.get_by_role("link", name=berta.name).click()
    shown = read_code(page.get_by_role("img", name=f"QR code of the ticket of {berta.name}"))
    berta.sign_in()
    [ticket] = berta.get("/tickets")["data"]
    assert (ticket["status"], ticket["code"]) == ("valid", shown)
