"""Orders that people have to decide about, and what is seen of them."""

from typing import Any

import httpx

from ticket_service.invariants import violated
from ticket_service.tests.flows.conditions import becomes
from ticket_service.tests.paying import paid_late
from ticket_service.tests.shop import Buyer, Offered, Shop
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import Till

BY_HAND = {"outcome": "refunded", "how": "Bank transfer of 3 May"}
NOTHING_HERE = {"outcome": "canceled", "how": "Canceled in the dashboard"}


def seen(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def stuck(somebody: Buyer, shop: Shop, stripe: Stripe, till: Till, offered: Offered, **fault: Any) -> Any:
    """An order whose late money could not go back."""
    stripe.plan(refunds=[{"nth": [1], **fault}])
    order = await paid_late(somebody, shop, offered, stripe, till)
    await till.settle_until(becomes(somebody, order, "review"))
    return order


async def odd(somebody: Buyer, stripe: Stripe, till: Till, offered: Offered) -> dict[str, Any]:
    """An order whose payment is of another amount at the provider."""
    order = await somebody.order(offered)
    payment = await somebody.pay(order)
    await stripe.change(payment, amount=100)
    await stripe.confirm(payment)
    await till.settle_until(becomes(somebody, order, "review"))
    return order


async def broken(till: Till, order: dict[str, Any]) -> list[str]:
    async with till.database.transaction() as session:
        broken = await violated(await session.connection())
    return [name for name, rows in broken.items() if (order["number"],) in rows]


async def last(member: Buyer, order: dict[str, Any]) -> tuple[str, str, str]:
    last = (await member.get(f"/orders/{order['id']}/timeline")).json()["entries"][-1]
    return last["what"], last["by"], last["reason"]
