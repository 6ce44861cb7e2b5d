from collections.abc import Awaitable, Callable
from typing import Any

from ticket_service.tests.shop import Buyer


def becomes(buyer: Buyer, order: dict[str, Any], status: str) -> Callable[[], Awaitable[bool]]:
    """Whether the buyer sees the order in a status, asked again and again."""

    async def condition() -> bool:
        return await buyer.status(order) == status

    return condition
