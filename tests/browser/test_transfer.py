"""A ticket changes hands."""

import re

from playwright.sync_api import expect

from deploy.people import Person, System
from tests.browser import sales
from tests.browser.conftest import Browse
from tests.browser.looking import barriers, nothing
from tests.browser.visitor import read_code


def test_a_ticket_is_offered_accepted_and_has_a_new_code(browse: Browse, system: System, organizer: Person):
    event = sales.put_on(organizer)
    organizer.patch(f"/events/{event['id']}/sale-rules", {"transfers_allowed": True})
    giver, friend = (Person.new(system, name).join() for name in ("Gina Giver", "Fritz Friend"))
    _, [ticket] = sales.buy(giver, event)

    here = browse(giver)
    here.open(f"/tickets/{ticket['id']}")
    here.page.get_by_role("button", name="Give it to somebody").click()
    here.page.get_by_label("Their e-mail address").fill(friend.email)
    here.page.get_by_label("A line for them").fill("Enjoy it!")
    nothing(barriers(here.page))
    here.page.get_by_role("button", name="Offer the ticket").click()
    expect(here.page.get_by_text(friend.email)).to_be_visible()

    mail = system.mail(friend.email, event["title"])
    link = re.search(r"/transfers/\w+", mail["text"])
    assert link, mail["text"]
    there = browse(friend)
    there.open(link.group())
    expect(there.page.get_by_text("Enjoy it!")).to_be_visible()
    there.page.get_by_role("button", name="Accept the ticket").click()
    there.page.get_by_role("link", name="Show").first.click()
    there.settle()
    there.open("/tickets")
    there.page.get_by_role("link", name=friend.name).click()
    code = read_code(there.page.get_by_role("img", name=f"QR code of the ticket of {friend.name}"))
    assert code != ticket["code"]

    here.open("/tickets")
    expect(here.page.get_by_role("heading", name="No tickets yet")).to_be_visible()

    here.open(f"/tickets/{ticket['id']}")
    expect(here.page.get_by_role("heading", name=f"Given to {friend.email}")).to_be_visible()
    expect(here.page.get_by_text("They accepted it on")).to_be_visible()
    expect(here.page.get_by_role("img", name="QR code")).to_have_count(0)
    expect(here.page.get_by_text(friend.name)).to_have_count(0)
    nothing(barriers(here.page))
    here.open(f"/orders/{ticket['order_id']}")
    expect(here.page.get_by_role("heading", name="Your tickets are with others now")).to_be_visible()


def test_an_order_counts_the_tickets_that_were_given_away(browse: Browse, system: System, organizer: Person):
    event = sales.put_on(organizer)
    organizer.patch(f"/events/{event['id']}/sale-rules", {"transfers_allowed": True})
    giver, friend = (Person.new(system, name).join() for name in ("Gesa Giver", "Falk Friend"))
    order, tickets = sales.buy(giver, event, 3)
    transfer = giver.post("/transfers", {"ticket_id": tickets[0]["id"], "email": friend.email})
    friend.post(f"/transfers/{transfer['id']}/accept", {"holder_name": friend.name})

    here = browse(giver)
    here.open(f"/orders/{order['id']}")
    expect(here.page.get_by_role("heading", name="You’re going!")).to_be_visible()
    expect(here.page.get_by_text("You have given 1 of its tickets to somebody else.")).to_be_visible()
    here.open("/tickets")
    expect(here.page.get_by_role("link", name=giver.name)).to_have_count(2)
