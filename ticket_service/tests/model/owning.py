"""Commands about tickets that are there: given back, handed on, ended, scanned."""

from dataclasses import dataclass

from ticket_service.tests.model import sale as rules
from ticket_service.tests.model.buying import Command
from ticket_service.tests.model.sale import Refund, Sale, Transfer
from ticket_service.tests.model.world import ADMIN, ORGANIZER, World


@dataclass(frozen=True)
class AskRefund(Command):
    """The buyer's is a wish, the organizer's is granted at once."""

    refund: str
    tickets: tuple[str, ...]
    by: str

    def against(self, sale: Sale) -> set[str]:
        order = sale.orders[self._order(sale)]
        if self.by not in {order.who, ORGANIZER}:
            return {"order_not_found"}
        found = _against_refunding(sale, self._order(sale), self.tickets)
        if self.by == ORGANIZER:
            return found | _against_inside(sale, self.tickets)
        if any(sale.tickets[name].owner != self.by for name in self.tickets):
            found.add("ticket_is_transferred")
        return found | {"already_requested" for _ in sale.wishes(self.tickets)}

    def happen(self, sale: Sale) -> None:
        order = sale.orders[self._order(sale)]
        by_buyer = self.by != ORGANIZER
        if not by_buyer:
            for wish in sale.wishes(self.tickets):
                wish.status = "declined"
        refund = Refund(self._order(sale), self.tickets, order.price * len(self.tickets), by_buyer)
        sale.refunds[self.refund] = refund
        if not by_buyer:
            sale.refund(refund)

    async def ask(self, world: World) -> str:
        order = self.tickets[0].partition("/")[0]
        ids = [await world.ticket(name) for name in self.tickets]
        return await world.make(self.refund, self.by, "/refunds", {"order_id": world.id(order), "ticket_ids": ids})

    def _order(self, sale: Sale) -> str:
        return sale.tickets[self.tickets[0]].order


@dataclass(frozen=True)
class Approve(Command):
    refund: str

    def against(self, sale: Sale) -> set[str]:
        refund = sale.refunds[self.refund]
        found = {"refund_not_open"} if refund.status != "requested" else set()
        found |= _against_refunding(sale, refund.order, refund.tickets) | _against_inside(sale, refund.tickets)
        buyer = sale.orders[refund.order].who
        if any(sale.tickets[name].owner != buyer for name in refund.tickets):
            found.add("ticket_is_transferred")
        return found

    def happen(self, sale: Sale) -> None:
        sale.refund(sale.refunds[self.refund])

    async def ask(self, world: World) -> str:
        return await world.post(ORGANIZER, f"/refunds/{world.id(self.refund)}/approve")


@dataclass(frozen=True)
class Decline(Command):
    refund: str

    def against(self, sale: Sale) -> set[str]:
        return {"refund_not_open"} if sale.refunds[self.refund].status != "requested" else set()

    def happen(self, sale: Sale) -> None:
        sale.refunds[self.refund].status = "declined"

    async def ask(self, world: World) -> str:
        return await world.post(ORGANIZER, f"/refunds/{world.id(self.refund)}/decline")


@dataclass(frozen=True)
class Void(Command):
    ticket: str

    def against(self, sale: Sale) -> set[str]:
        found = {"ticket_not_valid"} if sale.tickets[self.ticket].status != "valid" else set()
        return found | _against_inside(sale, (self.ticket,))

    def happen(self, sale: Sale) -> None:
        sale.tickets[self.ticket].status = "voided"

    async def ask(self, world: World) -> str:
        return await world.post(ORGANIZER, f"/tickets/{await world.ticket(self.ticket)}/void", {"reason": "Twice."})


@dataclass(frozen=True)
class OfferTicket(Command):
    transfer: str
    ticket: str
    by: str
    to: str

    def against(self, sale: Sale) -> set[str]:
        ticket = sale.tickets[self.ticket]
        if ticket.owner != self.by:
            return {"ticket_not_found"}
        found = {"ticket_not_valid"} if ticket.status != "valid" else set()
        if ticket.is_inside:
            found.add("ticket_is_admitted")
        if any(other.until > sale.now for other in _open(sale, self.ticket)):
            found.add("already_offered")
        return found

    def happen(self, sale: Sale) -> None:
        for other in _open(sale, self.ticket):
            other.status = "expired"
        sale.transfers[self.transfer] = Transfer(self.ticket, self.by, self.to, sale.now + rules.TRANSFER)

    async def ask(self, world: World) -> str:
        wish = {"ticket_id": await world.ticket(self.ticket), "email": world.address(self.to)}
        return await world.make(self.transfer, self.by, "/transfers", wish)


@dataclass(frozen=True)
class AnswerOffer(Command):
    """Accepted or declined by whom it is meant for, or withdrawn by whose ticket it is."""

    transfer: str
    by: str
    answer: str

    def against(self, sale: Sale) -> set[str]:
        transfer = sale.transfers[self.transfer]
        whose = transfer.owner if self.answer == "withdraw" else transfer.to
        if whose != self.by:
            return {"transfer_not_found"}
        found = {"transfer_not_open"} if transfer.status != "offered" else set()
        if self.answer != "accept":
            return found
        ticket = sale.tickets[transfer.ticket]
        if transfer.status == "offered" and transfer.until <= sale.now:
            found.add("offer_has_expired")
        if ticket.status != "valid":
            found.add("ticket_not_valid")
        if ticket.is_inside:
            found.add("ticket_is_admitted")
        return found

    def happen(self, sale: Sale) -> None:
        transfer = sale.transfers[self.transfer]
        transfer.status = {"accept": "accepted", "decline": "declined", "withdraw": "withdrawn"}[self.answer]
        if self.answer == "accept":
            ticket = sale.tickets[transfer.ticket]
            ticket.owner, ticket.version = self.by, ticket.version + 1

    async def ask(self, world: World) -> str:
        body = {"holder_name": "Carla New"} if self.answer == "accept" else None
        return await world.post(self.by, f"/transfers/{world.id(self.transfer)}/{self.answer}", body)


@dataclass(frozen=True)
class Scan(Command):
    ticket: str
    version: int

    def against(self, sale: Sale) -> set[str]:
        ticket = sale.tickets[self.ticket]
        found = {ticket.status} if ticket.status != "valid" else set()
        if self.version < ticket.version:
            found.add("transferred")
        if ticket.is_inside:
            found.add("already_checked_in")
        return found

    def happen(self, sale: Sale) -> None:
        sale.tickets[self.ticket].is_inside = True

    async def ask(self, world: World) -> str:
        return await world.scan(self.ticket, self.version)


@dataclass(frozen=True)
class Undo(Command):
    """The last check-in of the ticket."""

    ticket: str

    def against(self, sale: Sale) -> set[str]:
        return set() if sale.tickets[self.ticket].is_inside else {"already_undone"}

    def happen(self, sale: Sale) -> None:
        sale.tickets[self.ticket].is_inside = False

    async def ask(self, world: World) -> str:
        path = f"/events/{world.event_id}/check-ins/{world.check_ins[self.ticket]}/undo"
        return await world.post(ADMIN, path, {"reason": "By mistake."})


def _against_refunding(sale: Sale, order: str, tickets: tuple[str, ...]) -> set[str]:
    found = set()
    if sale.orders[order].status not in {"paid", "partially_refunded"}:
        found.add("order_not_refundable")
    if any(sale.tickets[name].status != "valid" for name in tickets):
        found.add("ticket_not_valid")
    return found


def _against_inside(sale: Sale, tickets: tuple[str, ...]) -> set[str]:
    return {"ticket_is_inside"} if any(sale.tickets[name].is_inside for name in tickets) else set()


def _open(sale: Sale, ticket: str) -> list[Transfer]:
    return [one for one in sale.transfers.values() if one.ticket == ticket and one.status == "offered"]
