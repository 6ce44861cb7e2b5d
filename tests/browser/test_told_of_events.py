"""What buyers are told of events: why one does not take place, what it looks like, and which kinds there are."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Page, expect

from deploy.people import Person, System, wait_until
from tests.browser import sales
from tests.browser.conftest import Browse
from tests.browser.looking import barriers, nothing

REASON = "The hall is under water."


def _is_told(page: Page) -> None:
    expect(page.get_by_text(f"The organizer says: {REASON}")).to_be_visible()


def _knows(buyer: Person, ticket: dict[str, Any]) -> bool | None:
    return buyer.get(f"/tickets/{ticket['id']}")["event"]["status_reason"] == REASON or None


def test_the_reason_of_a_cancellation_is_told_to_buyers(browse: Browse, system: System, organizer: Person):
    buyer = Person.new(system, "Cleo Canceled").join()
    event = sales.put_on(organizer)
    order, [ticket] = sales.buy(buyer, event)
    organizer.post(f"/events/{event['id']}/cancel", {"reason": REASON})
    wait_until("the tickets to know of it", lambda: _knows(buyer, ticket))
    visitor = browse(buyer)
    for path in (f"/e/{event['slug']}", f"/orders/{order['id']}", f"/tickets/{ticket['id']}"):
        visitor.open(path)
        _is_told(visitor.page)


def test_a_postponement_without_a_new_date_is_told_wherever_the_old_one_stood(
    browse: Browse, system: System, organizer: Person
):
    buyer = Person.new(system, "Pia Postponed").join()
    event = sales.put_on(organizer)
    organizer.patch(f"/events/{event['id']}/sale-rules", {"refunds": "on_request"})
    order, [ticket] = sales.buy(buyer, event)
    organizer.post(f"/events/{event['id']}/postpone", {"reason": REASON})
    wait_until("the ticket to know of it", lambda: _knows(buyer, ticket))
    visitor = browse(buyer)
    page = visitor.page
    for path in (f"/e/{event['slug']}", f"/orders/{order['id']}", f"/tickets/{ticket['id']}"):
        visitor.open(path)
        _is_told(page)
        expect(page.get_by_text(re.compile("^It was to be on .+The new date is not known yet"))).to_be_visible()
        nothing(barriers(page))
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    expect(page.get_by_text("Postponed, new date not known yet")).to_be_visible()

    visitor.open(f"/e/{event['slug']}")
    expect(page.get_by_test_id("event-start")).to_have_text("The new date is not known yet")
    visitor.open(f"/orders/{order['id']}")
    expect(page.get_by_role("heading", name="The event is postponed")).to_be_visible()
    expect(page.get_by_role("heading", name="You’re going!")).to_have_count(0)
    expect(page.get_by_text("If you cannot come then, give tickets back below.")).to_be_visible()
    expect(page.get_by_role("button", name="Give tickets back")).to_be_visible()


def test_a_postponement_tells_both_dates(browse: Browse, system: System, organizer: Person):
    buyer = Person.new(system, "Ned Newdate").join()
    event = sales.put_on(organizer)
    rules = {"refunds": "none", "transfers_allowed": True}
    organizer.patch(f"/events/{event['id']}/sale-rules", rules)
    order, [ticket] = sales.buy(buyer, event)
    start = datetime(datetime.now(UTC).year + 1, 5, 1, 18, tzinfo=UTC)
    times = {"doors_at": start - timedelta(hours=1), "starts_at": start, "ends_at": start + timedelta(hours=3)}
    told = {name: moment.isoformat() for name, moment in times.items()}
    organizer.post(f"/events/{event['id']}/postpone", {"reason": REASON, **told})
    wait_until("the ticket to know of it", lambda: _knows(buyer, ticket))
    visitor = browse(buyer)
    new_date = re.compile(rf"^It was to be on .+ The new date is \w+, 1 May {start.year}, 20:00 \(Berlin, CEST\)")
    for path in (f"/e/{event['slug']}", f"/tickets/{ticket['id']}", f"/orders/{order['id']}"):
        visitor.open(path)
        expect(visitor.page.get_by_text(new_date)).to_be_visible()
    expect(visitor.page.get_by_text("you can give each ticket to somebody else")).to_be_visible()


def test_nobody_asks_for_the_picture_of_an_event_that_has_none(browse: Browse, system: System, organizer: Person):
    """Before, each page about a ticket asked for one and got a 404."""
    buyer = Person.new(system, "Ines Image").join()
    _, [ticket] = sales.buy(buyer, sales.put_on(organizer))
    visitor = browse(buyer)
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    visitor.open(f"/tickets/{ticket['id']}")
    visitor.page.wait_for_load_state("networkidle")
    assert [url for url in asked if f"/tickets/{ticket['id']}" in url], "requests are seen"
    assert [url for url in asked if "/image" in url] == []


def test_events_are_found_by_their_kind_and_the_address_keeps_it(browse: Browse, organizer: Person):
    event = sales.put_on(organizer)
    sales.change(organizer, event, {"category": "Puppetry"})
    visitor = browse()
    page = visitor.page
    visitor.open("/")
    page.get_by_label("Kind").select_option("Puppetry")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("article")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"\?category=Puppetry$"))
    page.reload()
    expect(page.get_by_label("Kind")).to_have_value("Puppetry")
    expect(page.get_by_role("article")).to_have_count(1)
