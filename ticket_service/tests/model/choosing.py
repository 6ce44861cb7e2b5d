"""What could be done next, as the dice say: mostly what makes sense, now and then what must be refused."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TypeVar

from ticket_service.tests.model import buying, owning, paying, waiting
from ticket_service.tests.model.buying import Command
from ticket_service.tests.model.sale import MOST_PER_ORDER, PRICES, Sale
from ticket_service.tests.model.world import ORGANIZER

T = TypeVar("T")
# Things of the past stay in sight for so long.
LATEST = 6
# Whole multiples of what the sale's deadlines are made of: a slow run never lies on the border of one.
PAUSES = (5, 10, 20, 35)
MOST_OFFERS = 9
CHORES: Sequence[Command] = (paying.Settle(), paying.Settle(), paying.Sweep(), paying.SendRefunds(), waiting.Serve())


@dataclass
class Choices:
    sale: Sale
    dice: random.Random
    _names: dict[str, "count[int]"] = field(default_factory=dict)

    def command(self) -> Command:
        """Something that has a subject."""
        while (chosen := self.of(POSSIBLE)(self)) is None:
            pass
        return chosen

    def of(self, things: Sequence[T]) -> T:
        return self.dice.choice(things)

    def latest(self, names: Iterable[str]) -> str | None:
        found = list(names)[-LATEST:]
        return self.of(found) if found else None

    def somebody(self) -> str:
        return self.of(self.sale.people)

    def mostly(self, who: str) -> str:
        """Whose thing it is; sometimes a stranger."""
        return self.somebody() if self.chance(8) else who

    def chance(self, one_of: int) -> bool:
        return self.dice.randrange(one_of) == 0

    def kind(self) -> str:
        return self.of(tuple(PRICES))

    def number(self) -> int:
        """At most one more than is allowed."""
        return self.up_to(MOST_PER_ORDER + 1)

    def up_to(self, most: int) -> int:
        return self.dice.randint(1, most)

    def name(self, thing: str) -> str:
        return f"{thing}-{next(self._names.setdefault(thing, count(1)))}"


def _take(choices: Choices) -> Command:
    return buying.Take(choices.name("hold"), choices.somebody(), choices.kind(), choices.number())


def _of_hold(choices: Choices) -> Command | None:
    hold = choices.latest(choices.sale.holds)
    if hold is None:
        return None
    by = choices.mostly(choices.sale.holds[hold].who)
    if choices.chance(2):
        return buying.OrderHeld(choices.name("order"), hold, by, choices.chance(3))
    return buying.Extend(hold, by) if choices.chance(2) else buying.Release(hold, by)


def _order_now(choices: Choices) -> Command:
    kind = choices.kind()
    return buying.OrderNow(
        choices.name("order"), choices.somebody(), kind, choices.number(), PRICES[kind] > 0 and choices.chance(4)
    )


def _cancel(choices: Choices) -> Command | None:
    order = choices.latest(choices.sale.orders)
    return None if order is None else buying.Cancel(order, choices.mostly(choices.sale.orders[order].who))


def _pay(choices: Choices) -> Command | None:
    """The next step of a payment, or one that comes too often."""
    order = choices.latest(name for name, order in choices.sale.orders.items() if order.total)
    if order is None:
        return None
    known = choices.sale.orders[order]
    if not known.intent or choices.chance(6):
        return paying.BeginPayment(order, choices.mostly(known.who))
    if choices.chance(5):
        return paying.Webhook(order, choices.up_to(3))
    return paying.Confirm(order, not choices.chance(4))


def _chore(choices: Choices) -> Command:
    return choices.of(CHORES)


def _time_passes(choices: Choices) -> Command:
    return paying.TimePasses(choices.of(PAUSES))


def _set_capacity(choices: Choices) -> Command:
    return buying.SetCapacity(choices.of(tuple(choices.sale.capacity)), choices.up_to(8))


def _ask_refund(choices: Choices) -> Command | None:
    order = choices.latest(dict.fromkeys(ticket.order for ticket in choices.sale.tickets.values()))
    if order is None:
        return None
    tickets = choices.sale.tickets_of(order)
    chosen = tuple(tickets if choices.chance(2) else [choices.of(tickets)])
    by = ORGANIZER if choices.chance(3) else choices.mostly(choices.sale.orders[order].who)
    return owning.AskRefund(choices.name("refund"), chosen, by)


def _decide_refund(choices: Choices) -> Command | None:
    refund = choices.latest(choices.sale.refunds)
    if refund is None:
        return None
    return owning.Decline(refund) if choices.chance(3) else owning.Approve(refund)


def _of_ticket(choices: Choices) -> Command | None:
    name = choices.latest(choices.sale.tickets)
    if name is None:
        return None
    ticket = choices.sale.tickets[name]
    if choices.chance(8):
        return owning.Void(name)
    if choices.chance(2):
        return owning.Scan(name, 1 if choices.chance(5) else ticket.version)
    if sum(one.ticket == name for one in choices.sale.transfers.values()) >= MOST_OFFERS:
        return None
    others = [who for who in choices.sale.people if who != ticket.owner]
    by = choices.mostly(ticket.owner)
    to = choices.of([who for who in others if who != by])
    return owning.OfferTicket(choices.name("transfer"), name, by, to)


def _answer_offer(choices: Choices) -> Command | None:
    name = choices.latest(choices.sale.transfers)
    if name is None:
        return None
    answer = choices.of(("accept", "accept", "decline", "withdraw"))
    transfer = choices.sale.transfers[name]
    return owning.AnswerOffer(name, choices.mostly(transfer.owner if answer == "withdraw" else transfer.to), answer)


def _undo(choices: Choices) -> Command | None:
    ticket = choices.latest(name for name, ticket in choices.sale.tickets.items() if ticket.is_inside)
    return None if ticket is None else owning.Undo(ticket)


def _join(choices: Choices) -> Command:
    return waiting.Join(choices.name("entry"), choices.somebody(), choices.kind(), choices.up_to(3))


def _of_entry(choices: Choices) -> Command | None:
    entry = choices.latest(choices.sale.entries)
    if entry is None:
        return None
    by = choices.mostly(choices.sale.entries[entry].who)
    if choices.chance(3):
        return waiting.Leave(entry, by)
    return waiting.AcceptPlace(choices.name("hold"), entry, by)


# Named twice what must happen often for the others to have something to do.
POSSIBLE: Sequence[Callable[[Choices], Command | None]] = (
    *(_take, _of_hold, _of_hold, _order_now, _order_now, _cancel, _pay, _pay, _pay, _chore, _chore, _chore),
    *(_time_passes, _set_capacity, _ask_refund, _decide_refund, _of_ticket, _of_ticket, _answer_offer, _undo),
    *(_join, _join, _of_entry),
)
