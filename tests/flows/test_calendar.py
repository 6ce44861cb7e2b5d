"""The entry in a ticket's mail and the one on its page are the same: a reader's calendar has the event once."""

from deploy import demo
from deploy.people import System


def test_the_mail_and_the_tickets_page_give_the_same_entry(system: System):
    say = demo.Narrator()
    _, event = demo.organize(system, say)
    buyer, tickets = demo.buy(system, event, say)
    shown = buyer.ask("GET", f"/tickets/{tickets[0]['id']}/calendar.ics").text
    number = buyer.get(f"/orders/{tickets[0]['order_id']}")["number"]
    attachments = system.mail(buyer.email, number)["attachments"]
    [path] = [one["path"] for one in attachments if one["name"] == "event.ics"]
    mailed = system.client.get(f"{system.inbox_url}/{path}").text
    assert _facts(shown) == _facts(mailed)
    assert _facts(shown)["UID"].startswith(event["id"])


def _facts(entry: str) -> dict[str, str]:
    """By name; when it was written differs."""
    lines = entry.replace("\r\n ", "").splitlines()
    return {name: value for name, _, value in (line.partition(":") for line in lines) if name != "DTSTAMP"}
