"""What is sold out can come back to whoever waits."""

import re

from playwright.sync_api import expect

from deploy.people import Person, System
from tests.browser import sales
from tests.browser.conftest import Browse


def test_who_waits_in_line_is_offered_the_ticket_that_comes_back(browse: Browse, system: System, organizer: Person):
    event = sales.put_on(organizer, price=0, capacity=2)
    owner, waiting = (Person.new(system, name).join() for name in ("Ole Owner", "Wanda Waiting"))
    placed = sales.order(owner, event, 2)

    visitor = browse(waiting)
    page = visitor.page
    visitor.open(f"/e/{event['slug']}")
    expect(page.get_by_text("Every ticket is taken.")).to_be_visible()
    page.get_by_role("button", name="Join the waitlist").click()
    page.get_by_role("button", name="Yes, wait in line").click()
    expect(page.get_by_role("heading", name="You are next in line")).to_be_visible()

    organizer.post("/refunds", {"order_id": placed["id"]})
    mail = system.mail(waiting.email, f"A ticket for {event['title']} is there for you until")
    link = re.search(r"/waitlist/\w+", mail["text"])
    assert link, mail["text"]
    visitor.open(link.group())
    expect(page.get_by_role("heading", name="1 ticket is there for you")).to_be_visible()
    page.get_by_role("button", name="Take them").click()
    page.get_by_role("button", name="Get my tickets").click()
    expect(page.get_by_role("heading", name="You’re going!")).to_be_visible()
