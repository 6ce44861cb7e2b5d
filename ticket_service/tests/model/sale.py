"""The model: what an event's sale is and must be, in plain Python, without a database, a provider or a clock.

Things have names that the test gives them (`hold-3`); what stands in the database is compared with `seen`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

MOST_PER_ORDER, MOST_PER_ACCOUNT, MOST_USES, MOST_EXTENSIONS = 3, 4, 2, 2
HOLD, PAYMENT, OFFER = timedelta(minutes=10), timedelta(minutes=15), timedelta(minutes=30)
TRANSFER = timedelta(days=3)
# The whole event's allocation stands beside those of the ticket types.
WHOLE = "whole"
SEAT, LAWN = "seat", "lawn"
PRICES = {SEAT: 2500, LAWN: 0}
LIMITS = {SEAT: MOST_PER_ACCOUNT, LAWN: None}
DISCOUNTED = 2000
UNPAID = ("pending", "expiring")


@dataclass
class Hold:
    who: str
    kind: str
    number: int
    until: datetime
    status: str = "active"
    extensions: int = 0


@dataclass
class Order:
    who: str
    kind: str
    number: int
    total: int
    until: datetime
    has_code: bool = False
    status: str = "pending"
    ends_as: str = ""
    # What the provider would say of its intent; nothing while there is none.
    intent: str = ""
    was_paid: bool = False
    sent_back: int = 0

    @property
    def price(self) -> int:
        """Of one ticket."""
        return self.total // self.number


@dataclass
class Ticket:
    order: str
    owner: str
    status: str = "valid"
    version: int = 1
    is_inside: bool = False


@dataclass
class Refund:
    order: str
    tickets: tuple[str, ...]
    amount: int
    by_buyer: bool
    status: str = "requested"


@dataclass
class Transfer:
    ticket: str
    owner: str
    to: str
    until: datetime
    status: str = "offered"


@dataclass
class Entry:
    who: str
    kind: str
    number: int
    status: str = "waiting"
    until: datetime | None = None
    because: str = ""


@dataclass
class Sale:
    now: datetime
    people: tuple[str, ...]
    capacity: dict[str, int]
    awaited: set[str] = field(default_factory=set)
    holds: dict[str, Hold] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    tickets: dict[str, Ticket] = field(default_factory=dict)
    refunds: dict[str, Refund] = field(default_factory=dict)
    transfers: dict[str, Transfer] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)

    def claims(self) -> Iterator[tuple[str, str, int]]:
        """By whom, of which type and how many are held: nobody has paid for them yet."""
        for hold in self.holds.values():
            if hold.status == "active":
                yield hold.who, hold.kind, hold.number
        for order in self.orders.values():
            if order.status in UNPAID:
                yield order.who, order.kind, order.number
        for entry in self.entries.values():
            if entry.status == "offered":
                yield entry.who, entry.kind, entry.number

    def held(self, kind: str) -> int:
        return sum(number for _, of, number in self.claims() if kind in {of, WHOLE})

    def sold(self, kind: str) -> int:
        return sum(kind in {self.orders[ticket.order].kind, WHOLE} for ticket in self.valid())

    def valid(self) -> list[Ticket]:
        return [ticket for ticket in self.tickets.values() if ticket.status == "valid"]

    def left(self, kind: str) -> int:
        return self.capacity[kind] - self.held(kind) - self.sold(kind)

    def drawn_from(self, kind: str) -> list[str]:
        return [name for name in (kind, WHOLE) if name in self.capacity]

    def has_left(self, kind: str, number: int) -> bool:
        """For whoever is the first to wait."""
        return all(self.left(name) >= number for name in self.drawn_from(kind))

    def sells(self, kind: str, number: int) -> bool:
        """To whoever does not wait."""
        return self.has_left(kind, number) and not self.awaited & set(self.drawn_from(kind))

    def unpaid(self, who: str, kind: str) -> int:
        return sum(number for whose, of, number in self.claims() if (whose, of) == (who, kind))

    def has(self, who: str, kind: str) -> int:
        """What counts for the limit per account: a ticket that was transferred stays its buyer's."""
        orders = [self.orders[ticket.order] for ticket in self.valid()]
        return self.unpaid(who, kind) + sum((order.who, order.kind) == (who, kind) for order in orders)

    def exceeds(self, who: str, kind: str, number: int) -> bool:
        most = LIMITS[kind]
        return most is not None and self.has(who, kind) + number > most

    def uses(self) -> int:
        """Of the code: an order that was ever paid keeps its use."""
        return sum(o.has_code and (o.was_paid or o.status in UNPAID) for o in self.orders.values())

    def tickets_of(self, order: str) -> list[str]:
        return [name for name, ticket in self.tickets.items() if ticket.order == order]

    def valid_of(self, order: str) -> list[str]:
        return [name for name in self.tickets_of(order) if self.tickets[name].status == "valid"]

    def place(self, name: str, order: Order) -> None:
        """What costs nothing is paid at once."""
        self.orders[name] = order
        if order.total == 0:
            self.complete(name)

    def complete(self, name: str) -> None:
        order = self.orders[name]
        order.status, order.was_paid = "paid", True
        for number in range(order.number):
            self.tickets[f"{name}/{number}"] = Ticket(name, order.who)

    def wishes(self, tickets: tuple[str, ...]) -> list[Refund]:
        """Open ones of any of the tickets."""
        return [r for r in self.refunds.values() if r.status == "requested" and set(r.tickets) & set(tickets)]

    def refund(self, refund: Refund) -> None:
        order, valid = self.orders[refund.order], self.valid_of(refund.order)
        order.status = "refunded" if len(valid) == len(refund.tickets) else "partially_refunded"
        for name in refund.tickets:
            self.tickets[name].status = "refunded"
        refund.status = "processing" if refund.amount else "succeeded"

    def seen(self) -> dict[str, tuple[object, ...]]:
        """All that the database must show, by name."""
        found: dict[str, tuple[object, ...]] = {"uses": (self.uses(),)}
        for name, capacity in self.capacity.items():
            found[name] = (capacity, self.held(name), self.sold(name), name in self.awaited)
        for who in self.people:
            for kind in PRICES:
                counts = self.has(who, kind), self.unpaid(who, kind)
                found |= {f"{who} {kind}": counts} if any(counts) else {}
        found |= {name: (hold.status, hold.extensions) for name, hold in self.holds.items()}
        found |= {name: (order.status, order.total) for name, order in self.orders.items()}
        found |= {name: (t.status, t.owner, t.version, t.is_inside) for name, t in self.tickets.items()}
        found |= {name: (refund.status, refund.amount) for name, refund in self.refunds.items()}
        found |= {name: (transfer.status,) for name, transfer in self.transfers.items()}
        places = enumerate(self.entries.items(), 1)
        found |= {name: (entry.status, entry.because, place) for place, (name, entry) in places}
        return found
