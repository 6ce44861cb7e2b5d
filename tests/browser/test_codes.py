"""Codes that buyers have: a discount lowers the price, an access code opens what others do not see."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from deploy.people import Person, System, wait_until
from tests.browser import sales
from tests.browser.conftest import Browse
from tests.browser.looking import NARROW, barriers, nothing, sideways
from tests.browser.visitor import SCHEMES


@pytest.fixture(scope="module")
def event(organizer: Person) -> dict[str, Any]:
    """With a type that is hidden and a code of each kind; one is used up and one not valid yet."""
    event = sales.put_on(organizer)
    path = f"/events/{event['id']}"
    presale = {"name": "Presale", "price": 1500, "capacity": 20, "currency": "EUR", "is_hidden": True}
    hidden = organizer.post(f"{path}/ticket-types", presale)
    later = (datetime.now(UTC) + timedelta(days=3)).isoformat()
    for code in (
        {"kind": "discount", "code": "LATER", "rate": 2000, "valid_from": later},
        {"kind": "discount", "code": "RARE", "rate": 2000, "max_uses": 1},
        {"kind": "access", "code": "FRIENDS", "ticket_type_ids": [hidden["id"]]},
        {"kind": "discount", "code": "EARLYBIRD", "rate": 2000},
    ):
        organizer.post(f"{path}/sale-rules/codes", code)
    wait_until("the codes to be known where it is sold", lambda: _opens(organizer, path))
    held = sales.hold(organizer, event)
    holders = [{"ticket_type_id": held["items"][0]["ticket_type_id"], "name": "Rita Rare"}]
    organizer.post("/orders", {"hold_id": held["id"], "holders": holders, "discount_code": "RARE"})
    return event


@pytest.fixture
def buyer(system: System) -> Person:
    return Person.new(system, "Cora Code").join()


def _opens(person: Person, path: str) -> bool | None:
    known = [person.ask("POST", f"{path}/code-lookups", {"code": code}) for code in ("EARLYBIRD", "FRIENDS")]
    opened = [kind["status"] for answer in known for kind in answer.json().get("unlocked", [])]
    return opened == ["on_sale"] or None


def enter(place: Page | Locator, label: str, code: str) -> None:
    place.get_by_label(label, exact=True).fill(code)
    place.get_by_role("button", name="Apply").click()


def pay(page: Page, amount: str) -> None:
    page.get_by_role("button", name="Continue to payment").click()
    page.get_by_label("Test card").select_option("4242424242424242")
    page.get_by_role("button", name=f"Pay {amount}").click()
    expect(page.get_by_role("heading", name="You’re going!")).to_be_visible()


def test_a_discount_is_bought_to_the_end(browse: Browse, buyer: Person, event: dict[str, Any]):
    visitor = browse(buyer)
    visitor.open(f"/e/{event['slug']}")
    offer = visitor.page.get_by_role("region", name="Buy tickets")
    offer.get_by_role("button", name="One more: Standing").click()
    expect(offer.locator("strong")).to_have_text("€25.00")
    offer.get_by_role("button", name="Have a code?").click()
    enter(offer, "Code", "earlybird")
    expect(offer.get_by_text("EARLYBIRD: 20% off")).to_be_visible()
    expect(offer.get_by_text("You save €5.00")).to_be_visible()
    expect(offer.locator("strong")).to_have_text("€20.00")
    offer.get_by_role("button", name="Get tickets").click()

    page = visitor.page
    expect(page.get_by_label("Discount code", exact=True)).to_have_value("EARLYBIRD")
    line = page.locator("dl > div", has_text="Discount with EARLYBIRD")
    expect(line.locator("dd")).to_have_text("-€5.00")
    pay(page, "€20.00")
    [order] = buyer.get("/orders")["data"]
    assert (order["status"], order["total"], order["discount_code"]) == ("paid", 2000, "EARLYBIRD")


def test_an_access_code_opens_a_type_and_stays_with_its_hold(browse: Browse, buyer: Person, event: dict[str, Any]):
    """Its name is seen at the checkout too, where everybody's list of types does not have it."""
    visitor = browse(buyer)
    page = visitor.page
    visitor.open(f"/e/{event['slug']}")
    expect(page.get_by_role("heading", name="Standing")).to_be_visible()
    expect(page.get_by_role("heading", name="Presale")).to_have_count(0)
    page.get_by_role("button", name="Have a code?").click()
    enter(page, "Code", "FRIENDS")
    expect(page.get_by_text("FRIENDS opens: Presale")).to_be_visible()
    page.get_by_role("button", name="One more: Presale").click()
    page.get_by_role("button", name="Get tickets").click()
    expect(page.get_by_text("1 × Presale")).to_be_visible()
    pay(page, "€15.00")


def test_a_code_that_is_taken_back_closes_what_it_opened(browse: Browse, buyer: Person, event: dict[str, Any]):
    visitor = browse(buyer)
    visitor.open(f"/e/{event['slug']}?code=FRIENDS")
    expect(visitor.page.get_by_role("heading", name="Presale")).to_be_visible()
    visitor.page.get_by_role("button", name="Remove").click()
    expect(visitor.page.get_by_role("heading", name="Presale")).to_have_count(0)


def test_whoever_is_not_signed_in_logs_in_and_has_the_code_still(browse: Browse, buyer: Person, event: dict[str, Any]):
    visitor = browse()
    page = visitor.page
    visitor.open(f"/e/{event['slug']}")
    page.get_by_role("button", name="Have a code?").click()
    enter(page, "Code", "FRIENDS")
    expect(page.get_by_text("Log in to use this code.")).to_be_visible()
    page.get_by_role("region", name="Buy tickets").get_by_role("button", name="Log in").click()
    page.get_by_label("E-mail").fill(buyer.email)
    page.get_by_label("Password", exact=True).fill(buyer.password)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Presale")).to_be_visible()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("WRONG", "There is no such code for this event."),
        ("RARE", "This code has been used as often as it may be."),
        ("LATER", "This code is valid from"),
    ],
)
def test_a_code_that_is_no_good_is_told_at_its_field_and_kept(
    browse: Browse, buyer: Person, event: dict[str, Any], code: str, said: str
):
    visitor = browse(buyer, viewport=NARROW)
    visitor.open(f"/e/{event['slug']}")
    visitor.page.get_by_role("button", name="Have a code?").click()
    _is_refused(visitor.page, "Code", code, said)

    visitor.open(f"/checkout/{sales.hold(buyer, event)['id']}")
    _is_refused(visitor.page, "Discount code", code, said)
    enter(visitor.page, "Discount code", "EARLYBIRD")
    total = visitor.page.locator("dl > div", has_text="Total").locator("dd")
    expect(total).to_have_text("€20.00")
    visitor.page.get_by_role("button", name="Remove").click()
    expect(total).to_have_text("€25.00")
    expect(visitor.page.get_by_label("Discount code", exact=True)).to_have_value("")


def _is_refused(page: Page, label: str, code: str, said: str) -> None:
    enter(page, label, code)
    field = page.get_by_label(label, exact=True)
    expect(page.get_by_text(said)).to_be_visible()
    expect(field).to_have_value(code)
    expect(field).to_have_attribute("aria-invalid", "true")
    nothing(barriers(page) + sideways(page), page.url)


def test_codes_in_use_have_no_barriers(browse: Browse, buyer: Person, event: dict[str, Any]):
    visitor = browse(buyer, viewport=NARROW)
    hold = sales.hold(buyer, event)["id"]
    for path in (f"/e/{event['slug']}?code=FRIENDS", f"/checkout/{hold}?discount=EARLYBIRD"):
        visitor.open(path)
        expect(visitor.page.get_by_role("button", name="Remove")).to_be_visible()
        for scheme in SCHEMES:
            visitor.use_scheme(scheme)
            nothing(barriers(visitor.page) + sideways(visitor.page), f"{visitor.page.url} {scheme}")
