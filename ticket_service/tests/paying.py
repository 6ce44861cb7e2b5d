"""A purchase that goes well, money that comes too late, and what became of refunds."""

from collections.abc import Awaitable, Callable
from typing import Any

from ticket_service.tests.flows.conditions import becomes
from ticket_service.tests.shop import Buyer, Offered, Shop
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import Till


async def bought(buyer: Buyer, offered: Offered, quantity: int, stripe: Stripe, till: Till) -> dict[str, Any]:
    """A paid order."""
    order = await buyer.order(offered, quantity)
    await stripe.confirm(await buyer.pay(order))
    await till.look_again(order)
    await till.settle_until(becomes(buyer, order, "paid"))
    return order


async def paid_late(buyer: Buyer, shop: Shop, offered: Offered, stripe: Stripe, till: Till) -> dict[str, Any]:
    """An order whose bank debit succeeds when its event has been canceled, and is looked at next."""
    order = await buyer.order(offered)
    payment = await buyer.pay(order)
    await stripe.confirm_debit(payment)
    await shop.cancel(offered)
    stripe.settle_debit(payment, "succeeded")
    await till.look_again(order)
    return order


def refund_is(buyer: Buyer, refund: dict[str, Any], status: str) -> Callable[[], Awaitable[bool]]:
    """Whether the buyer sees the refund in a status, asked again and again."""

    async def condition() -> bool:
        return (await buyer.get(f"/refunds/{refund['id']}")).json()["status"] == status

    return condition
