from collections.abc import Awaitable, Callable
from typing import Any

from ticket_service.tests.shop import Buyer, Offered, Shop
from ticket_service.tests.stripe import Stripe


def becomes(buyer: Buyer, order: dict[str, Any], status: str) -> Callable[[], Awaitable[bool]]:
    """Whether the buyer sees the order in a status, asked again and again."""

    async def condition() -> bool:
        return await buyer.status(order) == status

    return condition


async def nothing_was_taken(stripe: Stripe, shop: Shop, order: dict[str, Any], offered: Offered) -> None:
    """Asserts that neither money nor tickets of the event's only order are gone."""
    money = stripe.money(order["id"])
    assert (money["captured"], money["authorized"]) == (0, money["released"])
    assert await shop.stock(offered) == (0, 0)
    assert await shop.tickets(order["id"]) == 0
