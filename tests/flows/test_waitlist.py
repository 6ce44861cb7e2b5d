"""A ticket comes back: who waits first is told by mail, takes it, and nobody else can have it meanwhile."""

import re
from typing import Any

from deploy.demo import Narrator, new_event, organize, wait_for_sale
from deploy.people import Person, System, wait_until
from tests.flows.books import Books


def _wish(event: dict[str, Any], offer: dict[str, Any]) -> dict[str, Any]:
    return {
        "event_id": event["id"],
        "items": [{"ticket_type_id": offer["id"], "quantity": 1}],
        "holders": [{"ticket_type_id": offer["id"], "name": "Guest"}],
    }


def test_a_ticket_that_comes_back_goes_to_whoever_waits_first(system: System, books: Books):
    organizer, _ = organize(system, Narrator())
    event, [offer] = new_event(organizer, {"name": "Free", "price": 0, "capacity": 2})
    wait_for_sale(organizer, event["id"])
    owner, first, second = (Person.new(system, name).join() for name in ("Ole Owner", "Fay First", "Sid Second"))
    owner.post("/orders", _wish(event, offer))
    order = owner.post("/orders", _wish(event, offer))
    entries = [
        somebody.post("/waitlist", {"ticket_type_id": offer["id"], "quantity": 1}) for somebody in (first, second)
    ]
    assert [entry["place"] for entry in entries] == [1, 2]

    organizer.post("/refunds", {"order_id": order["id"]})
    mail = system.mail(first.email, f"A ticket for {event['title']} is there for you until")
    link = re.search(r"/waitlist/(wle_[0-9a-f]{32})", mail["text"])
    assert link, mail["text"]
    assert link.group(1) == entries[0]["id"]
    assert owner.ask("POST", "/orders", _wish(event, offer)).json()["code"] == "sold_out"
    assert books.violations() == []

    hold = first.post(f"/waitlist/{entries[0]['id']}/accept")
    taken = first.post("/orders", {"hold_id": hold["id"], "holders": _wish(event, offer)["holders"]})
    assert taken["status"] == "paid"
    assert second.get(f"/waitlist/{entries[1]['id']}")["place"] == 1

    organizer.post("/refunds", {"order_id": taken["id"]})

    def offered() -> bool | None:
        return second.get(f"/waitlist/{entries[1]['id']}")["status"] == "offered" or None

    wait_until("the next in line to have their turn", offered)
    second.post(f"/waitlist/{entries[1]['id']}/leave")

    def on_sale() -> bool | None:
        return organizer.get(f"/events/{event['id']}/availability")["ticket_types"][0]["available"] == 1 or None

    wait_until("what nobody waits for to be on sale again", on_sale)
    assert books.violations() == []
