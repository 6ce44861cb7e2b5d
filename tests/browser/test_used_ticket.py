"""Somebody is inside: their ticket says so, and stays readable."""

import uuid
from typing import Any

from playwright.sync_api import expect

from deploy.demo import Narrator, staff
from deploy.people import Person, System
from tests.browser import sales
from tests.browser.conftest import Browse
from tests.browser.looking import barriers, nothing
from tests.browser.visitor import SCHEMES, read_code


def test_a_used_ticket_says_when_and_where_until_it_is_undone(
    browse: Browse, system: System, organizer: Person, event: dict[str, Any]
):
    operator = staff(system, organizer, event, Narrator())
    guest = Person.new(system, "Ulla Used").join()
    _, [ticket] = sales.buy(guest, event)
    scan = {"scan_id": str(uuid.uuid4()), "event_id": event["id"], "gate": "North", "code": ticket["code"]}
    admitted = operator.post("/check-ins", {**scan, "holder": {"name": ticket["holder_name"]}})
    assert admitted["result"] == "admitted"

    visitor = browse(guest)
    page = visitor.page
    visitor.open("/tickets")
    expect(page.get_by_role("link", name=guest.name)).to_contain_text("Used")
    page.get_by_role("link", name=guest.name).click()
    expect(page.get_by_text("This ticket was used")).to_be_visible()
    expect(page.get_by_text("at the gate North")).to_be_visible()
    for scheme in SCHEMES:
        visitor.use_scheme(scheme)
        nothing(barriers(page), scheme)
    picture = page.get_by_role("img", name=f"QR code of the ticket of {guest.name}")
    assert read_code(picture) == ticket["code"]

    undo = f"/events/{event['id']}/check-ins/{admitted['check_in']['id']}/undo"
    operator.post(undo, {"reason": "The wrong person"})
    visitor.open(f"/tickets/{ticket['id']}")
    expect(picture).to_be_visible()
    expect(page.get_by_text("This ticket was used")).to_have_count(0)
