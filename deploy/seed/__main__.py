"""Fills a development system over its own API: `python -m deploy.seed`. Running it again adds only what is missing.

Reads GATEWAY_URL and PUBLIC_URL, and writes the demo accounts to the file SEED_RESULT. The first admin cannot be made over
HTTP: that is the auth service's own command, run with the auth service's environment.
"""

import json
import os
import secrets
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from deploy.people import Person, Refused, System, wait_until
from deploy.seed import pictures
from deploy.seed.events import SHOWS, VENUES, Offer, Show

PEOPLE = {
    "Admin": ("admin@example.org", "Ada Admin"),
    "EventCreator": ("organizer@example.org", "Olga Organizer"),
    "Operator": ("operator@example.org", "Otto Operator"),
    "User": ("alice@example.org", "Alice Attendee"),
    "Buyer": ("bob@example.org", "Bob Buyer"),
}
ORGANIZER = "Kulturverein Berlin"


def main() -> None:
    if os.environ.get("ENV") != "development":
        sys.exit("The seed makes demo accounts: it runs with ENV=development only.")
    result = Path(os.environ["SEED_RESULT"])
    password = _password(result)
    system = System(os.environ["PUBLIC_URL"])
    _make_admin(password)
    with ThreadPoolExecutor(len(PEOPLE)) as pool:
        joined = pool.map(lambda one: _joined(system, one[0], one[1], password), PEOPLE.values())
        people = dict(zip(PEOPLE, joined, strict=True))
    _fill(people["EventCreator"], people["Operator"], people["Buyer"])


def _password(result: Path) -> str:
    """The demo accounts' password: made once per installation, kept where only its owner reads it."""
    if result.exists():
        accounts = json.loads(result.read_bytes())["accounts"]
        return str(accounts[0]["password"])
    password = f"demo-{secrets.token_hex(3)}-{secrets.token_hex(3)}"
    accounts = [
        {"role": "User" if role == "Buyer" else role, "email": email, "password": password}
        for role, (email, _) in PEOPLE.items()
    ]
    descriptor = os.open(result, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump({"accounts": accounts}, file, indent=1)
    return password


def _make_admin(password: str) -> None:
    email, name = PEOPLE["Admin"]
    command = [sys.executable, "-m", "auth_service.create_admin", "--email", email, "--name", name]
    subprocess.run(command, input=password, text=True, check=True, stdout=subprocess.DEVNULL)


def _joined(system: System, email: str, name: str, password: str) -> Person:
    person = Person(system, email, password, name)
    try:
        person.sign_in()
    except Refused as refused:
        if refused.status not in {401, 403}:
            raise
        person.join()
    return person


def _fill(organizer: Person, operator: Person, buyer: Person) -> None:
    owned = [row for row in organizer.get("/organizers")["data"] if row["name"] == ORGANIZER]
    owner = owned[0] if owned else organizer.post("/organizers", {"name": ORGANIZER})
    organizer.with_role("EventCreator")
    existing = {
        event["title"]: event for event in organizer.get(f"/organizers/{owner['id']}/events", limit=100)["data"]
    }
    venues = {venue["name"]: venue for venue in organizer.get("/venues", organizer_id=owner["id"])["data"]}
    for show in SHOWS:
        if show.title not in existing or existing[show.title]["status"] == "draft":
            _put_on(show, owner["id"], venues, organizer, operator, buyer, existing.get(show.title))


def _put_on(
    show: Show,
    organizer_id: str,
    venues: dict[str, Any],
    organizer: Person,
    operator: Person,
    buyer: Person,
    draft: dict[str, Any] | None,
) -> None:
    """Drafts, pictures and publishes one show; a draft that an interrupted run left behind is thrown away first."""
    if draft is not None:
        organizer.delete(f"/events/{draft['id']}")
    place = VENUES[show.venue]
    if place["name"] not in venues:
        venues[place["name"]] = organizer.post("/venues", {"organizer_id": organizer_id, **place})
    event = organizer.post("/events", _event(show, organizer_id, venues[place["name"]]["id"]))
    types = [organizer.post(f"/events/{event['id']}/ticket-types", _ticket_type(show, offer)) for offer in show.offers]
    picture = pictures.draw(show.title, show.colors)
    image = organizer.ask("PUT", f"/events/{event['id']}/image", picture, headers={"Content-Type": "image/jpeg"})
    if image.status_code >= 400:
        raise Refused(image)
    organizer.post(f"/events/{event['id']}/publish")
    organizer.post(f"/events/{event['id']}/staff", {"email": operator.email})
    if show.buyers_take:
        _buy(buyer, event["id"], types[0]["id"], show)


def _event(show: Show, organizer_id: str, venue_id: str) -> dict[str, Any]:
    starts = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=show.starts_in_hours)
    ends = datetime.now(UTC) + timedelta(hours=show.starts_in_hours + show.lasts_hours)
    return {
        "organizer_id": organizer_id,
        "venue_id": venue_id,
        "title": show.title,
        "summary": show.summary,
        "description": f"{show.summary}\n\nPlease bring your ticket on your phone or on paper.",
        "category": show.category,
        "doors_at": (starts - timedelta(hours=show.doors_before_hours)).isoformat(),
        "starts_at": starts.isoformat(),
        "ends_at": ends.isoformat(),
        "programme": [
            {"starts_at": (starts + timedelta(hours=hours)).isoformat(), "title": title}
            for hours, title in show.programme
        ],
    }


def _ticket_type(show: Show, offer: Offer) -> dict[str, Any]:
    return {**asdict(offer), "currency": show.currency}


def _buy(buyer: Person, event_id: str, ticket_type_id: str, show: Show) -> None:
    def on_sale() -> bool | None:
        answer = buyer.ask("GET", f"/events/{event_id}/availability")
        return (answer.status_code == 200 and answer.json()["sale_status"] != "preparing") or None

    wait_until(f"{show.title} to be on sale", on_sale)
    left, most = show.buyers_take, show.offers[0].max_per_order
    while left > 0:
        quantity = min(left, most)
        items = [{"ticket_type_id": ticket_type_id, "quantity": quantity}]
        holders = [
            {"ticket_type_id": ticket_type_id, "name": f"{buyer.name} {number + 1}"} for number in range(quantity)
        ]
        buyer.post("/orders", {"event_id": event_id, "items": items, "holders": holders})
        left -= quantity


if __name__ == "__main__":
    main()
