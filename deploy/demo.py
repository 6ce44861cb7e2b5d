"""The main job from end to end through the front door: `./demo.sh [address]`.

Somebody organizes an event with a free and a paid ticket, somebody else finds it, buys both, gets them by e-mail, and is
let in once and refused the second time.
"""

import argparse
import os
import sys
import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from deploy.native.front_door import FrontDoor
from deploy.native.settings import Settings
from deploy.people import Person, Refused, System, wait_until

GREEN, BOLD, QUIET, PLAIN = "\033[32m", "\033[1m", "\033[2m", "\033[0m"


class Narrator:
    """Says what happens, with colours on a terminal only."""

    def __init__(self) -> None:
        self._colored = sys.stdout.isatty()
        self._started = time.monotonic()

    def chapter(self, title: str) -> None:
        sys.stdout.write(f"\n{self._in(BOLD, title)}\n")

    def done(self, text: str) -> None:
        passed = self._in(QUIET, f"{time.monotonic() - self._started:5.1f} s")
        sys.stdout.write(f"  {self._in(GREEN, '✓')} {text}  {passed}\n")
        sys.stdout.flush()

    def result(self, text: str) -> None:
        sys.stdout.write(f"{text}\n")

    def _in(self, color: str, text: str) -> str:
        return f"{color}{text}{PLAIN}" if self._colored else text


def organize(system: System, say: Narrator) -> tuple[Person, dict[str, Any]]:
    """An organizer and a published event whose doors are open."""
    say.chapter("An organizer puts an event on sale")
    organizer = Person.new(system, "Olga Organizer").join()
    say.done(f"registered, verified and signed in as {organizer.email}")
    owner = organizer.post("/organizers", {"name": "Demonstration Concerts"})
    organizer.with_role("EventCreator")
    say.done(f"organizer {owner['name']!r}; the role EventCreator was granted")
    event, types = new_event(
        organizer,
        {"name": "Standing", "price": 2500, "capacity": 50},
        {"name": "Guest list", "price": 0, "capacity": 10},
    )
    say.done(f"event {event['title']!r} drafted with {len(types)} ticket types and published")
    wait_for_sale(organizer, event["id"])
    say.done("on sale: the ticket service has opened its allocations")
    return organizer, event


def new_event(organizer: Person, *offers: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A published event of the organizer's, whose doors are open, and its ticket types."""
    owner = organizer.get("/organizers")["data"][0]
    event = _event(organizer, owner["id"])
    path = f"/events/{event['id']}/ticket-types"
    types = [organizer.post(path, {"currency": "EUR", "max_per_order": 4, **offer}) for offer in offers]
    organizer.post(f"/events/{event['id']}/publish")
    return event, types


def wait_for_sale(person: Person, event_id: str) -> None:
    wait_until("the event to be on sale", lambda: _on_sale(person, event_id))


def staff(system: System, organizer: Person, event: dict[str, Any], say: Narrator) -> Person:
    """An operator who may check in at the event."""
    operator = Person.new(system, "Otto Operator").join()
    organizer.post(f"/events/{event['id']}/staff", {"email": operator.email})
    operator.with_role("Operator")
    wait_until("the operator to see the event", lambda: _staffed(operator, event["id"]))
    say.done(f"{operator.email} is staff of the event; the role Operator was granted")
    return operator


def buy(system: System, event: dict[str, Any], say: Narrator) -> tuple[Person, list[dict[str, Any]]]:
    """A buyer with one paid ticket and one free one."""
    say.chapter("Somebody buys tickets")
    buyer = Person.new(system, "Berta Buyer").join()
    say.done(f"registered, verified and signed in as {buyer.email}")
    found = wait_until("the event to be found", lambda: _found(buyer, event))
    availability = buyer.get(f"/events/{found['id']}/availability")
    say.done(f"found {found['title']!r}: {', '.join(_offer(offer) for offer in availability['ticket_types'])}")
    items = [{"ticket_type_id": offer["id"], "quantity": 1} for offer in availability["ticket_types"]]
    hold = buyer.post("/holds", {"event_id": found["id"], "items": items})
    say.done(f"held 2 tickets until {hold['expires_at']}")
    holders = [{"ticket_type_id": item["ticket_type_id"], "name": buyer.name} for item in items]
    order = buyer.post("/orders", {"hold_id": hold["id"], "holders": holders})
    say.done(f"order {order['number']}: {order['total'] / 100:.2f} {order['currency']}, {order['status']}")
    order = buyer.pay(order["id"])
    assert order["status"] == "paid", order
    say.done("paid by card, captured, tickets issued")
    mail = system.mail(buyer.email, order["number"])
    attachments = ", ".join(part["name"] for part in mail["attachments"])
    say.done(f"confirmation by e-mail: {mail['subject']!r} with {attachments}")
    purchases = wait_until("the purchase history", lambda: buyer.get("/users/me/purchases")["data"] or None)
    say.done(f"purchase history shows {len(purchases)} purchase")
    return buyer, buyer.get("/tickets", order_id=order["id"])["data"]


def enter(operator: Person, event: dict[str, Any], ticket: dict[str, Any], say: Narrator) -> list[str]:
    """What the scanner says the first and the second time."""
    say.chapter("At the door")
    said = []
    for _ in range(2):
        scan = {"scan_id": str(uuid.uuid4()), "event_id": event["id"], "code": ticket["code"], "gate": "North"}
        answer = operator.post("/check-ins", {**scan, "holder": {"name": ticket["holder_name"]}})
        said.append(answer["result"] if answer["reason"] is None else f"{answer['result']}: {answer['reason']}")
        say.result(said[-1])
    return said


def walk(system: System, say: Narrator | None = None) -> list[str]:
    """The whole story; returns what the door said. Raises Refused, TimeoutError or AssertionError when it breaks off."""
    say = say or Narrator()
    organizer, event = organize(system, say)
    operator = staff(system, organizer, event, say)
    _, tickets = buy(system, event, say)
    return enter(operator, event, tickets[0], say)


def _event(organizer: Person, organizer_id: str) -> dict[str, Any]:
    venue = organizer.post(
        "/venues",
        {
            "organizer_id": organizer_id,
            "name": "Village Hall",
            "street": "Hauptstraße 1",
            "city": "Berlin",
            "country": "DE",
            "time_zone": "Europe/Berlin",
        },
    )
    now = datetime.now(UTC).replace(microsecond=0)
    event: dict[str, Any] = organizer.post(
        "/events",
        {
            "organizer_id": organizer_id,
            "venue_id": venue["id"],
            "title": f"Demonstration {uuid.uuid4().hex[:6]}",
            "summary": "An evening to try everything out.",
            "description": "Doors are open already.",
            "category": "concert",
            "doors_at": (now - timedelta(minutes=30)).isoformat(),
            "starts_at": (now + timedelta(hours=1)).isoformat(),
            "ends_at": (now + timedelta(hours=4)).isoformat(),
        },
    )
    return event


def _on_sale(person: Person, event_id: str) -> bool | None:
    try:
        return person.get(f"/events/{event_id}/availability")["sale_status"] == "on_sale" or None
    except Refused as refused:
        if refused.status == 404:
            return None
        raise


def _staffed(operator: Person, event_id: str) -> bool | None:
    return any(event["id"] == event_id for event in operator.get("/check-ins/events")["data"]) or None


def _found(buyer: Person, event: dict[str, Any]) -> dict[str, Any] | None:
    found = buyer.get("/events", q=event["title"])["data"]
    return found[0] if found else None


def _offer(offer: dict[str, Any]) -> str:
    return f"{offer['name']} {offer['price'] / 100:.2f} {offer['currency']}"


def _system(address: str | None) -> System:
    if address:
        return System(address.rstrip("/"))
    door = FrontDoor.of_what_runs(Settings.from_environment())
    if door.authority:
        os.environ["SSL_CERT_FILE"] = door.authority
    return System(door.url, door.inbox_url)


def main() -> int:
    parser = argparse.ArgumentParser(prog="./demo.sh", description=__doc__)
    parser.add_argument("address", nargs="?", help="where the system is; the one of ./init-services.sh when not given")
    system = _system(parser.parse_args().address)
    try:
        if not system.shows_mails():
            sys.stderr.write(
                f"The demonstration reads mails in an inbox that {system.url} does not show: is that production?\n"
            )
            return 1
        said = walk(system)
    except httpx.ConnectError as error:
        sys.stderr.write(f"\nNothing answers at {system.url} ({error}); ./init-services.sh starts it\n")
        return 1
    except (Refused, TimeoutError, AssertionError, httpx.HTTPError) as error:
        sys.stderr.write(f"\nThe demonstration broke off: {error}\n")
        return 1
    return 0 if said == ["admitted", "refused: already_checked_in"] else 1


if __name__ == "__main__":
    sys.exit(main())
