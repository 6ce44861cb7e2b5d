"""Who asks, and about what: an event with everything that operations can be about, and somebody for each role."""

import subprocess
import sys
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from deploy import demo
from deploy.native.services import AUTH
from deploy.native.stack import Stack
from deploy.people import Person, System
from tests.flows.hostile.cases import Caller
from tests.flows.hostile.operations import Known, Operation

ANONYMOUS = Caller("nobody")


@dataclass(frozen=True, slots=True)
class World:
    admin: Person
    organizer: Person
    operator: Person
    buyer: Person
    known: Known

    def callers(self, operation: Operation) -> list[Caller]:
        """Who may do it, and somebody without a token."""
        return [_caller(self._fitting(operation.path)), ANONYMOUS]

    def _fitting(self, path: str) -> Person:
        if "/admin/" in path:
            return self.admin
        if "/check-ins" in path:
            return self.operator
        about = path.removeprefix("/api/v1/").partition("/")[0]
        return self.organizer if about in {"organizers", "venues", "events"} else self.buyer


def made(stack: Stack, system: System) -> World:
    say = demo.Narrator()
    organizer, event = demo.organize(system, say)
    operator = demo.staff(system, organizer, event, say)
    buyer, tickets = demo.buy(system, event, say)
    demo.enter(operator, event, tickets[0], say)
    admin = _admin(stack, system)
    offer = organizer.get(f"/events/{event['id']}/ticket-types")["data"][0]
    items = [{"ticket_type_id": offer["id"], "quantity": 1}]
    hold = buyer.post("/holds", {"event_id": event["id"], "items": items})
    standing = organizer.get(f"/organizers/{event['organizer_id']}")
    known = {
        "host": f"localhost:{stack.settings.ports.http}",
        "email": "somebody@example.org",
        "event_id": event["id"],
        "slug": event["slug"],
        "organizer_id": standing["id"],
        "venue_id": organizer.get("/venues", organizer_id=standing["id"])["data"][0]["id"],
        "ticket_type_id": offer["id"],
        "order_id": tickets[0]["order_id"],
        "ticket_id": tickets[0]["id"],
        "hold_id": hold["id"],
        "entry_id": _waiting(organizer, buyer),
        "code": tickets[0]["code"],
        "scan_id": str(uuid.uuid4()),
        "account_id": Person.new(system, "Boris Bystander").join().account["id"],
        "notification_id": admin.get("/admin/notifications")["data"][0]["id"],
        "reconciliation_id": admin.post("/admin/reconciliations", {})["id"],
        **_moments(),
    }
    return World(admin, organizer, operator, buyer, known)


def _waiting(organizer: Person, buyer: Person) -> str:
    """A place in the line for a type that somebody has bought out."""
    event, [offer] = demo.new_event(organizer, {"name": "Sold out", "price": 0, "capacity": 2})
    demo.wait_for_sale(organizer, event["id"])
    wish = {"ticket_type_id": offer["id"], "quantity": 1}
    organizer.post("/holds", {"event_id": event["id"], "items": [{**wish, "quantity": 2}]})
    return str(buyer.post("/waitlist", wish)["id"])


def _moments() -> dict[str, str]:
    """In an order in which they make sense."""
    begin = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
    names = ("sales_start_at", "sales_end_at", "doors_at", "starts_at", "ends_at", "valid_from", "valid_until")
    return {name: (begin + timedelta(hours=number)).isoformat() for number, name in enumerate(names)}


def _admin(stack: Stack, system: System) -> Person:
    """The first one is made by a command, as on any system."""
    admin = Person.new(system, "Ada Admin")
    command = [sys.executable, "-m", "auth_service.create_admin", "--email", admin.email]
    environment = stack.environments.of(AUTH)
    subprocess.run(command, input=admin.password, text=True, check=True, env=environment, capture_output=True)
    admin.sign_in()
    return admin


def _caller(person: Person) -> Caller:
    answer: Any = person.ask("GET", "/auth/me")
    return Caller(person.name, answer.request.headers["authorization"].removeprefix("Bearer "))
