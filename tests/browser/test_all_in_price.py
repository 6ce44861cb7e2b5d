"""What pages say that tickets cost is what is then to be paid."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from deploy.people import Person, System, wait_until
from tests.browser import sales
from tests.browser.conftest import Browse


@pytest.fixture
def event(organizer: Person) -> dict[str, Any]:
    """Its buyers pay a fee of 1.50 for each ticket on top; the tax is in both."""
    event = sales.put_on(organizer)
    organizer.patch(f"/events/{event['id']}/sale-rules", {"fee_per_ticket": 150, "tax_rate": 1900})
    kind = organizer.get(f"/events/{event['id']}/availability")["ticket_types"][0]["id"]
    wish = {"event_id": event["id"], "items": [{"ticket_type_id": kind, "quantity": 1}]}
    wait_until("the rules to be known where it is sold", lambda: organizer.post("/quotes", wish)["fees"] or None)
    return event


@pytest.fixture
def buyer(system: System) -> Person:
    return Person.new(system, "Felix Fee").join()


def choose_two(page: Page) -> None:
    for _ in range(2):
        page.get_by_role("button", name="One more: Standing").click()


def go_on_to_payment(page: Page) -> str:
    """The order's id."""
    page.get_by_role("button", name="Get tickets").click()
    page.get_by_label("Name on ticket 2").fill("Gerda Guest")
    page.get_by_role("button", name="Continue to payment").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pay for your tickets")
    return page.url.split("/orders/")[1].split("/")[0]


def tax_name(person: Person, event: dict[str, Any]) -> str:
    return str(person.get(f"/events/{event['id']}/availability")["tax_name"])


def test_the_total_of_what_is_chosen_is_the_orders_total(browse: Browse, buyer: Person, event: dict[str, Any]):
    """Before the total was the quote's, this saw €50.00 called "fees included", and an order of €53.00."""
    visitor = browse(buyer)
    visitor.open(f"/e/{event['slug']}")
    offer = visitor.page.get_by_role("region", name="Buy tickets")
    choose_two(visitor.page)
    expect(offer.get_by_text("2 tickets, fees included")).to_be_visible()
    said = offer.locator("strong").inner_text()

    order = buyer.get(f"/orders/{go_on_to_payment(visitor.page)}")
    assert order["total"] == 2 * (2500 + 150)
    assert said == f"€{order['total'] / 100:.2f}"


def test_one_ticket_costs_the_same_wherever_it_is_shown(browse: Browse, buyer: Person, event: dict[str, Any]):
    """Before, all of these said €25.00 and the order €26.50."""
    visitor = browse(buyer)
    page = visitor.page
    visitor.open(f"/?q={event['title'].split()[-1]}")
    card = page.get_by_role("article").filter(has=page.get_by_role("link", name=event["title"]))
    expect(card.get_by_text("from €26.50")).to_be_visible()
    visitor.open(f"/e/{event['slug']}")
    row = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Standing"))
    expect(row.get_by_text("€26.50", exact=True)).to_be_visible()
    expect(row.get_by_text("€25.00 + €1.50 fees · includes 19% VAT")).to_be_visible()
    [offer] = json.loads(page.locator("script[type='application/ld+json']").inner_text())["offers"]
    assert offer["price"] == "26.50"

    row.get_by_role("button", name="One more: Standing").click()
    page.get_by_role("button", name="Get tickets").click()
    summary = page.locator("dl")
    expect(summary.locator("div", has_text="Total").locator("dd")).to_have_text("€26.50")
    expect(summary.locator("div", has_text="Includes 19% VAT").locator("dd")).to_have_text("€4.23")


def test_an_order_says_its_tax_as_it_was_agreed(
    browse: Browse, buyer: Person, organizer: Person, event: dict[str, Any]
):
    """By the name that the organizer gave it, and with the rate of that day."""
    desk = browse(organizer)
    desk.open(f"/organize/events/{event['id']}/rules")
    expect(desk.page.get_by_label("Name of the tax")).to_have_value("VAT")
    desk.page.get_by_label("Name of the tax").fill("MwSt.")
    desk.page.get_by_role("button", name="Save").click()
    wait_until("the tax's name to be known where it is sold", lambda: tax_name(buyer, event) == "MwSt." or None)

    visitor = browse(buyer)
    page = visitor.page
    visitor.open(f"/e/{event['slug']}")
    expect(page.get_by_text("includes 19% MwSt.")).to_be_visible()
    choose_two(page)
    order_id = go_on_to_payment(page)
    organizer.patch(f"/events/{event['id']}/sale-rules", {"tax_name": "Sales tax", "tax_rate": 700})
    buyer.pay(order_id)
    visitor.open(f"/orders/{order_id}")
    expect(page.locator("dl > div", has_text="Includes 19% MwSt.").locator("dd")).to_have_text("€8.46")
    assert "of which 19% MwSt." in buyer.system.mail(buyer.email, "Your tickets for")["text"]


def test_without_a_quote_tickets_are_still_bought_at_what_single_ones_cost(
    browse: Browse, buyer: Person, event: dict[str, Any]
):
    visitor = browse(buyer)
    visitor.page.route("**/api/v1/quotes", lambda route: route.abort())
    visitor.open(f"/e/{event['slug']}")
    offer = visitor.page.get_by_role("region", name="Buy tickets")
    choose_two(visitor.page)
    expect(offer.get_by_text("2 tickets, fees included")).to_be_visible()
    expect(offer.locator("strong")).to_have_text("€53.00")
    go_on_to_payment(visitor.page)
