"""Commands of those who wait in line for what is sold out, and of the worker that serves them."""

from dataclasses import dataclass

from ticket_service.tests.model import sale as rules
from ticket_service.tests.model.buying import Command
from ticket_service.tests.model.paying import Chore
from ticket_service.tests.model.sale import WHOLE, Entry, Hold, Sale
from ticket_service.tests.model.world import World


@dataclass(frozen=True)
class Join(Command):
    entry: str
    who: str
    kind: str
    number: int

    def against(self, sale: Sale) -> set[str]:
        found = {"too_many_per_order"} if self.number > rules.MOST_PER_ORDER else set()
        if sale.exceeds(self.who, self.kind, self.number):
            found.add("too_many_per_account")
        live = {(one.who, one.kind) for one in sale.entries.values() if one.status in {"waiting", "offered"}}
        if (self.who, self.kind) in live:
            found.add("already_waiting")
        if sale.sells(self.kind, 1):
            found.add("not_sold_out")
        if any(self.number > sale.capacity[name] for name in sale.drawn_from(self.kind)):
            found.add("more_than_there_are")
        return found

    def happen(self, sale: Sale) -> None:
        sale.entries[self.entry] = Entry(self.who, self.kind, self.number)
        sale.awaited.add(self.kind)
        if WHOLE in sale.capacity and sale.left(WHOLE) <= 0:
            sale.awaited.add(WHOLE)

    async def ask(self, world: World) -> str:
        wish = {"ticket_type_id": world.kinds[self.kind], "quantity": self.number}
        return await world.make(self.entry, self.who, "/waitlist", wish)


@dataclass(frozen=True)
class AcceptPlace(Command):
    """What is offered becomes a hold."""

    hold: str
    entry: str
    by: str

    def against(self, sale: Sale) -> set[str]:
        entry = sale.entries[self.entry]
        if entry.who != self.by:
            return {"waitlist_entry_not_found"}
        is_over = entry.status == "offered" and entry.until is not None and entry.until <= sale.now
        if is_over or entry.because == "offer_passed":
            return {"offer_is_over"}
        return set() if entry.status == "offered" else {"nothing_offered"}

    def happen(self, sale: Sale) -> None:
        entry = sale.entries[self.entry]
        entry.status = "accepted"
        sale.holds[self.hold] = Hold(entry.who, entry.kind, entry.number, sale.now + rules.HOLD)

    async def ask(self, world: World) -> str:
        return await world.make(self.hold, self.by, f"/waitlist/{world.id(self.entry)}/accept")


@dataclass(frozen=True)
class Leave(Command):
    entry: str
    by: str

    def against(self, sale: Sale) -> set[str]:
        entry = sale.entries[self.entry]
        if entry.who != self.by:
            return {"waitlist_entry_not_found"}
        return set() if entry.status in {"waiting", "offered"} else {"waitlist_entry_ended"}

    def happen(self, sale: Sale) -> None:
        _end(sale.entries[self.entry], "left")

    async def ask(self, world: World) -> str:
        return await world.post(self.by, f"/waitlist/{world.id(self.entry)}/leave")


@dataclass(frozen=True)
class Serve(Chore):
    """Offers that nobody took pass; what has returned is offered in the order of joining, and nobody is passed over."""

    def happen(self, sale: Sale) -> None:
        for entry in sale.entries.values():
            if entry.status == "offered" and entry.until is not None and entry.until <= sale.now:
                _end(entry, "offer_passed")
        if any(sale.left(name) > 0 for name in sale.awaited):
            self._offer(sale)

    def _offer(self, sale: Sale) -> None:
        stuck, is_whole_short = set(), False
        served = [kind for kind in rules.PRICES if sale.left(kind) > 0]
        for entry in [one for one in sale.entries.values() if one.status == "waiting" and one.kind in served]:
            if entry.kind in stuck:
                continue
            if any(entry.number > sale.capacity[name] for name in sale.drawn_from(entry.kind)):
                _end(entry, "more_than_there_are")
            elif is_whole_short or not sale.has_left(entry.kind, entry.number):
                stuck.add(entry.kind)
                is_whole_short |= sale.left(entry.kind) >= entry.number
            elif sale.exceeds(entry.who, entry.kind, entry.number):
                _end(entry, "limit_reached")
            else:
                entry.status, entry.until = "offered", sale.now + rules.OFFER
        waiting = {entry.kind for entry in sale.entries.values() if entry.status == "waiting"}
        sale.awaited = waiting | ({WHOLE} if is_whole_short else set())

    async def ask(self, world: World) -> str:
        return await world.serve()


def _end(entry: Entry, because: str) -> None:
    entry.status, entry.until, entry.because = "ended", None, because
