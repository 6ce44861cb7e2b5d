"""Commands about money and time: buyers at the provider, its webhooks, and what the worker does."""

from dataclasses import dataclass
from datetime import timedelta

from ticket_service.tests.model.buying import Command, end
from ticket_service.tests.model.sale import Sale
from ticket_service.tests.model.world import World


@dataclass(frozen=True)
class BeginPayment(Command):
    order: str
    by: str

    def against(self, sale: Sale) -> set[str]:
        order = sale.orders[self.order]
        if order.who != self.by:
            return {"order_not_found"}
        if order.status in {"expired", "expiring"} or (order.status == "pending" and order.until <= sale.now):
            return {"order_is_expired"}
        return set() if order.status == "pending" else {"order_not_pending"}

    def happen(self, sale: Sale) -> None:
        order = sale.orders[self.order]
        order.intent = order.intent or "open"

    async def ask(self, world: World) -> str:
        return await world.begin_payment(self.order, self.by)


@dataclass(frozen=True)
class Confirm(Command):
    """A card is entered; the provider alone sees it."""

    order: str
    is_good: bool

    def against(self, sale: Sale) -> set[str]:
        is_open = sale.orders[self.order].intent in {"open", "declined"}
        return set() if is_open else {"payment_intent_unexpected_state"}

    def happen(self, sale: Sale) -> None:
        sale.orders[self.order].intent = "authorized" if self.is_good else "declined"

    async def ask(self, world: World) -> str:
        return await world.confirm(self.order, is_good=self.is_good)


class Always(Command):
    """Nothing speaks against it."""

    def against(self, _sale: Sale) -> set[str]:
        return set()


@dataclass(frozen=True)
class Webhook(Always):
    """It arrives so many times, signed, and says something that may not be true: it decides nothing."""

    order: str
    copies: int

    def happen(self, sale: Sale) -> None:
        pass

    async def ask(self, world: World) -> str:
        return await world.webhook(self.order, self.copies)


@dataclass(frozen=True)
class TimePasses(Always):
    minutes: int

    def happen(self, sale: Sale) -> None:
        sale.now += timedelta(minutes=self.minutes)

    async def ask(self, world: World) -> str:
        return world.wait(timedelta(minutes=self.minutes))


class Chore(Always):
    """What the worker does. It passes over what somebody has locked, and finds it the next time."""


@dataclass(frozen=True)
class Settle(Chore):
    """The worker looks at every payment and follows what the provider shows."""

    def happen(self, sale: Sale) -> None:
        for name, order in sale.orders.items():
            if order.intent == "authorized" and order.status in {"pending", "expiring"} and order.ends_as != "canceled":
                order.intent = "captured"
                sale.complete(name)
            elif order.status == "expiring":
                order.intent, order.status = "canceled", order.ends_as

    async def ask(self, world: World) -> str:
        return await world.settle()


@dataclass(frozen=True)
class Sweep(Chore):
    """Holds, orders and offered tickets whose time is over end."""

    def happen(self, sale: Sale) -> None:
        for hold in sale.holds.values():
            if hold.status == "active" and hold.until <= sale.now:
                hold.status = "expired"
        for order in sale.orders.values():
            if order.status == "pending" and order.until <= sale.now:
                end(order, "expired")
        for transfer in sale.transfers.values():
            is_over = transfer.until <= sale.now or sale.tickets[transfer.ticket].status != "valid"
            if transfer.status == "offered" and is_over:
                transfer.status = "expired"

    async def ask(self, world: World) -> str:
        return await world.sweep()


@dataclass(frozen=True)
class SendRefunds(Chore):
    def happen(self, sale: Sale) -> None:
        for refund in sale.refunds.values():
            if refund.status == "processing":
                refund.status = "succeeded"
                sale.orders[refund.order].sent_back += refund.amount

    async def ask(self, world: World) -> str:
        return await world.send_refunds()
