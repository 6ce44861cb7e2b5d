"""A purchase that goes well, and what became of its refunds."""

from collections.abc import Awaitable, Callable
from typing import Any

from ticket_service.tests.flows.conditions import becomes
from ticket_service.tests.shop import Buyer, Offered
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import Till


async def bought(buyer: Buyer, offered: Offered, quantity: int, stripe: Stripe, till: Till) -> dict[str, Any]:
    """A paid order."""
    order = await buyer.order(offered, quantity)
    await stripe.confirm(await buyer.pay(order))
    await till.look_again(order)
    await till.settle_until(becomes(buyer, order, "paid"))
    return order


def refund_is(buyer: Buyer, refund: dict[str, Any], status: str) -> Callable[[], Awaitable[bool]]:
    """Whether the buyer sees the refund in a status, asked again and again."""

    async def condition() -> bool:
        return (await buyer.get(f"/refunds/{refund['id']}")).json()["status"] == status

    return condition
