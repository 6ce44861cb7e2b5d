"""Moments that are no event's are told in the zone that the account's settings name."""

from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from deploy.people import Person, System
from tests.browser import sales
from tests.browser.conftest import Browse

HERE, THERE = "Europe/Berlin", "Asia/Tokyo"


def test_a_purchase_is_dated_in_the_zone_of_the_settings(browse: Browse, system: System, organizer: Person):
    buyer = Person.new(system, "Zita Zone").join()
    order, _ = sales.buy(buyer, sales.put_on(organizer))
    moment = datetime.fromisoformat(order["created_at"])
    visitor = browse(buyer, timezone_id=HERE)
    page = visitor.page

    def clock(zone: str) -> str:
        return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"

    visitor.open("/orders")
    expect(page.get_by_test_id("order-row")).to_contain_text(clock(HERE))
    visitor.open("/account")
    page.get_by_label("Time zone").select_option(THERE)
    page.locator("form").filter(has=page.get_by_label("Time zone")).get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved")).to_be_visible()
    visitor.open("/orders")
    expect(page.get_by_test_id("order-row")).to_contain_text(clock(THERE))

    # Another device learns it when they log in there.
    elsewhere = browse(buyer, timezone_id=HERE)
    elsewhere.open("/orders")
    expect(elsewhere.page.get_by_test_id("order-row")).to_contain_text(clock(THERE))
