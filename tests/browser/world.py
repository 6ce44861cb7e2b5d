"""One of everything that a page shows, made over the API, and the address at which each of the pages shows it."""

import re
import secrets
from dataclasses import dataclass, field
from typing import Any

from deploy.demo import Narrator, organize, staff
from deploy.native.settings import PROJECT
from deploy.people import Person, System, wait_until
from tests.browser import sales

ROUTES = PROJECT / "frontend" / "src" / "app" / "routeTree.gen.ts"
LONG_NAME = "Maximiliane-Wilhelmine Freifrau von Donaudampfschifffahrtsgesellschaftskapitän"
LONG_TITLE = "Donaudampfschifffahrtsgesellschaftskapitänsmützen: the whole collection, with music"


def routes() -> list[str]:
    """Every page that the router knows, with its parameters as they are named there."""
    union = re.search(r"to:\n((?:\s+\| '[^']+'\n?)+)", ROUTES.read_text(encoding="utf-8"))
    assert union, "the generated route tree says where one can go"
    return sorted(re.findall(r"'([^']+)'", union.group(1)))


@dataclass
class World:
    """`addresses` says for each route who looks at it and where."""

    system: System
    admin: Person
    organizer: Person = field(init=False)
    buyer: Person = field(init=False)
    friend: Person = field(init=False)
    addresses: dict[str, tuple[Person | None, str]] = field(default_factory=dict)

    def make(self) -> "World":
        self.organizer, _ = organize(self.system, Narrator())
        event = sales.put_on(self.organizer)
        # Words that no line is long enough for.
        sales.change(self.organizer, event, {"title": LONG_TITLE, "summary": f"A{'h' * 60}!"})
        self.buyer = Person.new(self.system, "Maximiliane")
        self.buyer.name = LONG_NAME
        self.buyer.join()
        self.friend = Person.new(self.system, "Fred Friend").join()
        self._prepare(event)
        self._open()
        self._buy(event)
        self._wait_in_line()
        self._organize(event)
        self._administer()
        return self

    def _prepare(self, event: dict[str, Any]) -> None:
        rules = {"refunds": "on_request", "transfers_allowed": True, "tax_rate": 1900, "fee_per_ticket": 150}
        self.organizer.patch(f"/events/{event['id']}/sale-rules", rules)
        code = {"kind": "discount", "code": "EARLYBIRD", "rate": 2000, "max_uses": 100}
        self.organizer.post(f"/events/{event['id']}/sale-rules/codes", code)
        staff(self.system, self.organizer, event, Narrator())

    def _open(self) -> None:
        """For people who are nobody yet."""
        for route in ("/", "/forgot-password", "/login", "/register"):
            self.addresses[route] = (None, route)
        for route in ("/reset-password", "/verify-email"):
            self.addresses[route] = (None, f"{route}#token={secrets.token_urlsafe(32)}")

    def _buy(self, event: dict[str, Any]) -> None:
        buyer = self.buyer
        for route in ("/account", "/notifications", "/orders", "/purchases", "/tickets"):
            self.addresses[route] = (buyer, route)
        self.addresses["/e/$slug"] = (None, f"/e/{event['slug']}")
        self.addresses["/events/$eventId"] = (None, f"/events/{event['id']}")
        order, tickets = sales.buy(buyer, event, 3)
        self.addresses["/orders/$orderId"] = (buyer, f"/orders/{order['id']}")
        self.addresses["/tickets/$ticketId"] = (buyer, f"/tickets/{tickets[0]['id']}")
        self.addresses["/orders/$orderId/pay"] = (buyer, f"/orders/{sales.order(buyer, event)['id']}/pay")
        self.addresses["/checkout/$holdId"] = (buyer, f"/checkout/{sales.hold(buyer, event, 2)['id']}")
        offer = {"ticket_id": tickets[1]["id"], "email": self.friend.email, "message": "Enjoy it!"}
        transfer = buyer.post("/transfers", offer)
        self.addresses["/transfers/$transferId"] = (self.friend, f"/transfers/{transfer['id']}")
        buyer.post("/refunds", {"order_id": order["id"], "ticket_ids": [tickets[2]["id"]], "reason": "I am ill."})
        wait_until("the purchase history", lambda: buyer.get("/users/me/purchases")["data"] or None)
        wait_until("the order to be told of", lambda: buyer.get("/notifications")["data"] or None)
        self.addresses["/organize/events/$eventId/orders/$orderId"] = (
            self.organizer,
            f"/organize/events/{event['id']}/orders/{order['id']}",
        )

    def _wait_in_line(self) -> None:
        event = sales.put_on(self.organizer, price=0, capacity=2)
        placed = sales.order(self.friend, event, 2)
        kind = placed["lines"][0]["ticket_type_id"]
        entry = self.buyer.post("/waitlist", {"ticket_type_id": kind, "quantity": 1})
        self.addresses["/waitlist/$entryId"] = (self.buyer, f"/waitlist/{entry['id']}")

    def _organize(self, event: dict[str, Any]) -> None:
        self.addresses["/organize"] = (self.organizer, "/organize")
        self.addresses["/check-in"] = (self.organizer, f"/check-in?event={event['id']}&gate=North")
        owner = self.organizer.get("/organizers")["data"][0]
        self.addresses["/organize/organizers/$organizerId"] = (self.organizer, f"/organize/organizers/{owner['id']}")
        desk = "/organize/events/$eventId"
        for page in (
            "",
            "/analytics",
            "/attendees",
            "/codes",
            "/details",
            "/orders",
            "/preview",
            "/rules",
            "/staff",
            "/ticket-types",
            "/updates",
        ):
            self.addresses[desk + page] = (self.organizer, f"/organize/events/{event['id']}{page}")

    def _administer(self) -> None:
        for page in ("", "/accounts", "/disputes", "/events", "/messages", "/orders", "/refunds", "/reconciliations"):
            self.addresses[f"/admin{page}"] = (self.admin, f"/admin{page}")
        reconciliation = self.admin.post("/admin/reconciliations", {})
        self.addresses["/admin/reconciliations/$id"] = (self.admin, f"/admin/reconciliations/{reconciliation['id']}")
