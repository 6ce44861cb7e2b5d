"""Commands of buyers: what speaks against each, and what it does when nothing does."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from ticket_service.tests.model import sale as rules
from ticket_service.tests.model.sale import Hold, Order, Sale
from ticket_service.tests.model.world import World

CODE = "EARLYBIRD"


class Command(ABC):
    """Something that somebody does. Without an obstacle it must succeed; with some it is refused for one of them."""

    @abstractmethod
    def against(self, sale: Sale) -> set[str]:
        """Why it must be refused."""

    @abstractmethod
    def happen(self, sale: Sale) -> None:
        """What it changes when nothing is against it."""

    @abstractmethod
    async def ask(self, world: World) -> str:
        """What the system answers: `ok`, or why not."""


@dataclass(frozen=True)
class Take(Command):
    hold: str
    who: str
    kind: str
    number: int

    def against(self, sale: Sale) -> set[str]:
        return against_taking(sale, self.who, self.kind, self.number)

    def happen(self, sale: Sale) -> None:
        sale.holds[self.hold] = Hold(self.who, self.kind, self.number, sale.now + rules.HOLD)

    async def ask(self, world: World) -> str:
        wish = {"event_id": world.event_id, "items": world.items(self.kind, self.number)}
        return await world.make(self.hold, self.who, "/holds", wish)


@dataclass(frozen=True)
class Extend(Command):
    hold: str
    by: str

    def against(self, sale: Sale) -> set[str]:
        found = against_hold(sale, self.hold, self.by)
        is_spent = sale.holds[self.hold].extensions >= rules.MOST_EXTENSIONS
        return found or ({"hold_extended_too_often"} if is_spent else set())

    def happen(self, sale: Sale) -> None:
        hold = sale.holds[self.hold]
        hold.extensions, hold.until = hold.extensions + 1, sale.now + rules.HOLD

    async def ask(self, world: World) -> str:
        return await world.post(self.by, f"/holds/{world.id(self.hold)}/extend")


@dataclass(frozen=True)
class Release(Command):
    hold: str
    by: str

    def against(self, sale: Sale) -> set[str]:
        return against_hold(sale, self.hold, self.by)

    def happen(self, sale: Sale) -> None:
        sale.holds[self.hold].status = "released"

    async def ask(self, world: World) -> str:
        return await world.delete(self.by, f"/holds/{world.id(self.hold)}")


@dataclass(frozen=True)
class OrderHeld(Command):
    order: str
    hold: str
    by: str
    with_code: bool

    def against(self, sale: Sale) -> set[str]:
        return against_hold(sale, self.hold, self.by) | against_code(sale, is_used=self.with_code)

    def happen(self, sale: Sale) -> None:
        hold = sale.holds[self.hold]
        hold.status = "converted"
        sale.place(self.order, _order(sale, hold.who, hold.kind, hold.number, with_code=self.with_code))

    async def ask(self, world: World) -> str:
        kind, number = world.held(self.hold)
        wish = {"hold_id": world.id(self.hold), "holders": world.holders(kind, number), **_code(self.with_code)}
        return await world.make(self.order, self.by, "/orders", wish)


@dataclass(frozen=True)
class OrderNow(Command):
    order: str
    who: str
    kind: str
    number: int
    with_code: bool

    def against(self, sale: Sale) -> set[str]:
        taking = against_taking(sale, self.who, self.kind, self.number)
        return taking | against_code(sale, is_used=self.with_code)

    def happen(self, sale: Sale) -> None:
        sale.place(self.order, _order(sale, self.who, self.kind, self.number, with_code=self.with_code))

    async def ask(self, world: World) -> str:
        items, holders = world.items(self.kind, self.number), world.holders(self.kind, self.number)
        wish = {"event_id": world.event_id, "items": items, "holders": holders, **_code(self.with_code)}
        return await world.make(self.order, self.who, "/orders", wish)


@dataclass(frozen=True)
class Cancel(Command):
    order: str
    by: str

    def against(self, sale: Sale) -> set[str]:
        if self.by != sale.orders[self.order].who:
            return {"order_not_found"}
        return set() if sale.orders[self.order].status == "pending" else {"order_not_pending"}

    def happen(self, sale: Sale) -> None:
        end(sale.orders[self.order], "canceled")

    async def ask(self, world: World) -> str:
        return await world.post(self.by, f"/orders/{world.id(self.order)}/cancel")


@dataclass(frozen=True)
class SetCapacity(Command):
    """Of a type, or of the whole event."""

    of: str
    number: int

    def against(self, sale: Sale) -> set[str]:
        return {"capacity_below_sold"} if self.number < sale.held(self.of) + sale.sold(self.of) else set()

    def happen(self, sale: Sale) -> None:
        sale.capacity[self.of] = self.number

    async def ask(self, world: World) -> str:
        return await world.set_capacity(self.of, self.number)


def end(order: Order, as_: str) -> None:
    """Nobody wants it any more; what was begun at the provider has to be canceled there first."""
    order.status, order.ends_as = ("expiring", as_) if order.intent else (as_, "")


def against_taking(sale: Sale, who: str, kind: str, number: int) -> set[str]:
    found = {"too_many_per_order"} if number > rules.MOST_PER_ORDER else set()
    if not sale.sells(kind, number):
        found.add("sold_out")
    if sale.exceeds(who, kind, number):
        found.add("too_many_per_account")
    return found


def against_hold(sale: Sale, name: str, by: str) -> set[str]:
    hold = sale.holds[name]
    if hold.who != by:
        return {"hold_not_found"}
    if hold.status == "active":
        return {"hold_expired"} if hold.until <= sale.now else set()
    return {"hold_expired" if hold.status == "expired" else "hold_ended"}


def against_code(sale: Sale, *, is_used: bool) -> set[str]:
    return {"code_exhausted"} if is_used and sale.uses() >= rules.MOST_USES else set()


def _order(sale: Sale, who: str, kind: str, number: int, *, with_code: bool) -> Order:
    full = rules.PRICES[kind] * number
    total = full - full * rules.DISCOUNTED // 10_000 if with_code else full
    return Order(who, kind, number, total, sale.now + rules.PAYMENT, with_code)


def _code(with_code: bool) -> dict[str, str]:
    return {"discount_code": CODE} if with_code else {}
