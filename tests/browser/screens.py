"""Pictures of the twelve most important screens, on a phone and on a desk: python -m tests.browser.screens [folder]

Starts a system of its own and fills it as a development system is filled; without a folder they go to docs/screens.
"""

import argparse
import io
import json
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from deploy.native.settings import PROJECT, Settings
from deploy.native.stack import Stack
from deploy.people import Person, System
from tests.browser import chromium, sales
from tests.browser.visitor import Visitor
from tests.conftest import UNLIMITED

DEVICES: dict[str, dict[str, Any]] = {
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
    },
    "desk": {"viewport": {"width": 1280, "height": 860}},
}
# Of what lies within sight.
PICTURES_ARE_THERE = """() => [...document.images]
    .filter((image) => image.getBoundingClientRect().top < innerHeight)
    .every((image) => image.complete)"""
GUESTS = ("Ines Abbey", "Noah Brandt", "Zoë Castellanos-Whitfield", "Deniz Er", "Mira Fuchs", "Kofi Mensah")
Shown = list[tuple[str, Person | None, str]]


def fill(system: System, accounts: Path) -> Shown:
    """What is sold before the pictures are made; their names, who looks, and where."""
    people = {one["role"]: one for one in json.loads(accounts.read_bytes())["accounts"]}
    admin, organizer, operator, alice = (
        _sign_in(system, people[role]) for role in ("Admin", "EventCreator", "Operator", "User")
    )
    events = {event["title"]: event for event in alice.get("/events", limit=50)["data"]}
    concert, tonight = events["Spring Concert of the Village Orchestra"], events["Open Doors Tonight"]
    full = events["Poetry by Candlelight"]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda guest: _guest(system, guest, concert, tonight), enumerate(GUESTS)))
    order, tickets = sales.buy(alice, concert, 2)
    _, [entry] = sales.buy(alice, tonight)
    _admit(operator, tonight, entry)
    kind = alice.get(f"/events/{full['id']}/availability")["ticket_types"][0]["id"]
    line = alice.post("/waitlist", {"ticket_type_id": kind, "quantity": 2})
    desk = f"/organize/events/{concert['id']}"
    return [
        ("home", None, "/"),
        ("event", None, f"/e/{concert['slug']}?tickets={_first_type(alice, concert)}.2"),
        ("checkout", alice, f"/checkout/{sales.hold(alice, concert, 2)['id']}"),
        ("payment", alice, f"/orders/{sales.order(alice, concert)['id']}/pay"),
        ("order", alice, f"/orders/{order['id']}"),
        ("ticket", alice, f"/tickets/{tickets[0]['id']}"),
        ("waitlist", alice, f"/waitlist/{line['id']}"),
        ("organizer", organizer, "/organize"),
        ("event-desk", organizer, desk),
        ("analytics", organizer, f"{desk}/analytics"),
        ("door", operator, f"/check-in?event={tonight['id']}&gate=North"),
        ("administration", admin, "/admin/accounts"),
    ]


def take(browser: Browser, system: System, shown: Shown, folder: Path) -> None:
    for device, options in DEVICES.items():
        visitors: dict[Person | None, Visitor] = {}
        for name, person, path in shown:
            if person not in visitors:
                visitors[person] = Visitor(browser, system.url, person, reduced_motion="reduce", **options)
            visitor = visitors[person]
            visitor.open(path)
            _use(visitor.page, name)
            visitor.page.wait_for_function(PICTURES_ARE_THERE)
            picture = Image.open(io.BytesIO(visitor.page.screenshot()))
            picture.save(folder / f"{name}-{device}.webp", quality=82, method=6)
        for visitor in visitors.values():
            visitor.context.close()


def _use(page: Page, name: str) -> None:
    """What somebody does before the picture is worth taking."""
    if name == "payment":
        expect(page.get_by_label("Card number")).to_be_visible()
    if name == "door":
        page.get_by_text("Hardware scanner", exact=True).click()
        page.get_by_label("Ticket code").fill("TKT-UNKNOWN")
        page.get_by_label("Ticket code").press("Enter")
        expect(page.get_by_role("heading", name="Not one of our tickets")).to_be_visible()


def _guest(system: System, guest: tuple[int, str], concert: dict[str, Any], tonight: dict[str, Any]) -> None:
    number, name = guest
    person = Person.new(system, name).join()
    sales.buy(person, concert, number % 4 + 1)
    sales.buy(person, tonight)


def _admit(operator: Person, event: dict[str, Any], ticket: dict[str, Any]) -> None:
    scan = {"scan_id": "00000000-0000-4000-8000-000000000001", "event_id": event["id"], "gate": "North"}
    operator.post("/check-ins", {**scan, "code": ticket["code"], "holder": {"name": ticket["holder_name"]}})


def _first_type(person: Person, event: dict[str, Any]) -> str:
    return str(person.get(f"/events/{event['id']}/availability")["ticket_types"][0]["id"])


def _sign_in(system: System, account: dict[str, Any]) -> Person:
    person = Person(system, account["email"], account["password"])
    person.sign_in()
    person.name = person.account["name"]
    return person


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.browser.screens",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", nargs="?", type=Path, default=PROJECT / "docs" / "screens")
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="screens-") as state:
        accounts = Path(state) / "accounts.json"
        with Stack(Settings.for_tests(Path(state), environ=UNLIMITED, front_end=True)) as stack:
            stack.seed(accounts)
            system = System(stack.settings.public_url)
            with sync_playwright() as playwright:
                browser = chromium.launch(playwright)
                take(browser, system, fill(system, accounts), folder)
                browser.close()
            system.close()


if __name__ == "__main__":
    main()
