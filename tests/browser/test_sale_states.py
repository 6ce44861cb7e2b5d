"""How the sale of an event stands, as whoever might buy reads it; each becomes true on the page that is open."""

from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Locator, expect

from deploy.people import Person, System, wait_until
from tests.browser import sales
from tests.browser.conftest import Browse
from tests.browser.looking import barriers, nothing
from tests.browser.visitor import SCHEMES, Visitor

# An open page asks every ten seconds.
SOON_MS = 60_000


def sell(organizer: Person, event: dict[str, Any], **times: timedelta) -> None:
    """The event's only ticket type is on sale from or until then, counted from now."""
    [kind] = organizer.get(f"/events/{event['id']}/availability")["ticket_types"]
    moments = {name: (datetime.now(UTC) + after).isoformat() for name, after in times.items()}
    organizer.patch(f"/events/{event['id']}/ticket-types/{kind['id']}", moments)


def stands(person: Person, event: dict[str, Any], status: str) -> None:
    def look() -> bool | None:
        return person.get(f"/events/{event['id']}/availability")["sale_status"] == status or None

    wait_until(f"the sale to be {status}", look)


def look_at(visitor: Visitor, event: dict[str, Any]) -> Locator:
    """What can be bought."""
    visitor.open(f"/e/{event['slug']}")
    return visitor.page.get_by_role("region", name="Tickets", exact=True)


def without_barriers(visitor: Visitor) -> None:
    for scheme in SCHEMES:
        visitor.use_scheme(scheme)
        nothing(barriers(visitor.page), scheme)


def test_few_left_is_said_only_when_few_are_left(browse: Browse, system: System, organizer: Person):
    event = sales.put_on(organizer, capacity=3)
    visitor = browse()
    tickets = look_at(visitor, event)
    more = tickets.get_by_role("button", name="One more: Standing")
    expect(more).to_be_enabled()
    expect(tickets.get_by_text("Few left")).to_have_count(0)

    sales.hold(Person.new(system, "Felix First").join(), event, 2)
    expect(tickets.get_by_text("Few left")).to_be_visible(timeout=SOON_MS)
    without_barriers(visitor)
    more.click()
    expect(more).to_be_disabled()


def test_a_sale_that_ends_is_said_to_have_ended_and_sells_nothing(browse: Browse, organizer: Person):
    event = sales.put_on(organizer)
    visitor = browse()
    tickets = look_at(visitor, event)
    more = tickets.get_by_role("button", name="One more: Standing")
    expect(more).to_be_enabled()
    expect(tickets.get_by_text("The sale has ended")).to_have_count(0)

    sell(organizer, event, sales_end_at=timedelta(seconds=-1))
    expect(tickets.get_by_text("The sale has ended")).to_be_visible(timeout=SOON_MS)
    expect(tickets.get_by_text("Tickets for this event are not sold here any more.")).to_be_visible()
    expect(tickets.get_by_text("Sale ended")).to_be_visible()
    expect(more).to_have_count(0)
    without_barriers(visitor)


def test_a_sale_that_is_to_come_says_from_when_counts_down_on_its_last_day_and_opens(browse: Browse, organizer: Person):
    event = sales.put_on(organizer)
    visitor = browse()
    more = visitor.page.get_by_role("button", name="One more: Standing")
    sell(organizer, event, sales_start_at=timedelta(days=3))
    stands(organizer, event, "not_yet")
    tickets = look_at(visitor, event)
    expect(tickets.get_by_text("On sale from")).to_be_visible()
    expect(tickets.get_by_role("timer")).to_have_count(0)
    expect(more).to_have_count(0)

    sell(organizer, event, sales_start_at=timedelta(hours=2))
    timer = tickets.get_by_role("timer")
    expect(timer).to_contain_text("1:59:", timeout=SOON_MS)
    expect(tickets.get_by_text("On sale soon")).to_be_visible()
    expect(tickets.get_by_text("On sale in")).to_be_visible()
    shown = timer.inner_text()
    expect(timer).not_to_have_text(shown)
    expect(more).to_have_count(0)
    without_barriers(visitor)

    sell(organizer, event, sales_start_at=timedelta(seconds=5))
    expect(more).to_be_enabled(timeout=SOON_MS)
    expect(timer).to_have_count(0)
