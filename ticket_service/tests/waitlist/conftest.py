from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from shared.runtime import Runtime
from ticket_service.config import Settings
from ticket_service.tests.line import Line
from ticket_service.tests.shop import Buyer, Shop


@pytest.fixture
def sold_out(runtime: Runtime[Settings], shop: Shop, buyer: Callable[[], Buyer]) -> Callable[..., Awaitable[Line]]:
    """`await sold_out(1, 1)`: an event whose tickets somebody has in two holds; its type and itself may differ as said."""

    async def made(*quantities: int, kind: dict[str, Any] | None = None, **of_event: Any) -> Line:
        offered = await shop.publish(kind or {}, capacity=sum(quantities), **of_event)
        line = Line(runtime, offered)
        await line.sell_out(buyer(), *quantities)
        return line

    return made
