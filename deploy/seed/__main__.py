"""Fills a development system over its own API: `python -m deploy.seed`. Running it again adds only what is missing.

Reads PUBLIC_URL and, where it is elsewhere, INBOX_URL; writes the demo accounts to the file SEED_RESULT. The first admin
cannot be made over HTTP: that is the auth service's own command, run with the auth service's environment.
"""

import fcntl
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
from deploy.seed.patience import until_done

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
    with result.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one whose starter was killed may still be at it
        password = _password(result)
        until_done(lambda: _seed(password))


def _seed(password: str) -> None:
    system = System(os.environ["PUBLIC_URL"], os.environ.get("INBOX_URL"))
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
    partial = result.with_suffix(".partial")
    partial.touch(mode=0o600)
    partial.write_text(json.dumps({"accounts": accounts}, indent=1), encoding="utf-8")
    partial.rename(result)
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
        if refused.status == 401:
            person.register()
        elif refused.code != "email_not_verified":  # whose mail is on its way; registering again would end the password
            raise
        person.verify_email()
        person.sign_in()
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
        event = existing.get(show.title)
        if event and event["status"] == "draft":  # a run was interrupted before it was whole
            organizer.delete(f"/events/{event['id']}")
            event = None
        event = event or _put_on(show, owner["id"], venues, organizer)
        _staff(organizer, event["id"], operator)
        if show.buyers_take:
            _sell(show, event["id"], buyer)


def _put_on(show: Show, organizer_id: str, venues: dict[str, Any], organizer: Person) -> dict[str, Any]:
    """Drafts, pictures and publishes one show."""
    place = VENUES[show.venue]
    if place["name"] not in venues:
        venues[place["name"]] = organizer.post("/venues", {"organizer_id": organizer_id, **place})
    event: dict[str, Any] = organizer.post("/events", _event(show, organizer_id, venues[place["name"]]["id"]))
    for offer in show.offers:
        organizer.post(f"/events/{event['id']}/ticket-types", _ticket_type(show, offer))
    picture = pictures.draw(show.title, show.colors)
    image = organizer.ask("PUT", f"/events/{event['id']}/image", picture, headers={"Content-Type": "image/jpeg"})
    if image.status_code >= 400:
        raise Refused(image)
    organizer.post(f"/events/{event['id']}/publish")
    return event


def _staff(organizer: Person, event_id: str, operator: Person) -> None:
    try:
        organizer.post(f"/events/{event_id}/staff", {"email": operator.email})
    except Refused as refused:
        if refused.code != "already_staff":
            raise


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


def _sell(show: Show, event_id: str, buyer: Person) -> None:
    """Up to as many of its first type as the buyer is to have."""

    def opened() -> str | None:
        answer = buyer.ask("GET", f"/events/{event_id}/availability")
        if answer.status_code != 200 or answer.json()["sale_status"] == "preparing":
            return None
        return str(answer.json()["ticket_types"][0]["id"])

    ticket_type_id = wait_until(f"{show.title} to be on sale", opened)
    bought = len(buyer.get("/tickets", event_id=event_id, limit=100)["data"])
    left, most = show.buyers_take - bought, show.offers[0].max_per_order
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
