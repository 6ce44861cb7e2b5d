"""One account with many requests at once gets no more than its limit, and the proof that the test would notice."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from ticket_service.catalog.offers import Offer
from ticket_service.orders.models import Order, OrderLine
from ticket_service.stock import allowances
from ticket_service.stock.errors import TooManyPerAccount
from ticket_service.tests.shop import Buyer, Offered, Shop

BuyerOf = Callable[[], Buyer]
LIMIT = 4


async def _many_at_once(offered: Offered, somebody: Buyer) -> Counter[str]:
    wishes = [("/holds", offered.hold()), ("/orders", offered.order())] * 15
    answers = await asyncio.gather(*(somebody.post(path, body) for path, body in wishes))
    return Counter("taken" if answer.status_code == 201 else answer.json()["code"] for answer in answers)


async def test_the_limit_per_account_holds_under_parallel_requests(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish({"max_per_account": LIMIT})
    assert await _many_at_once(offered, buyer()) == {"taken": LIMIT, "too_many_per_account": 30 - LIMIT}
    assert await shop.stock(offered) == (LIMIT, 0)


async def _counted_first(session: AsyncSession, account_id: str, offers: Iterable[Offer]) -> None:
    """A read before a write, as one would write it without thinking of others."""
    for offer in offers:
        ordered = (
            select(func.coalesce(func.sum(OrderLine.quantity), 0))
            .join(Order, Order.id == OrderLine.order_id)
            .where(Order.account_id == account_id, OrderLine.ticket_type_id == offer.ticket_type.id)
        )
        most = offer.ticket_type.max_per_account
        if most is not None and (await session.execute(ordered)).scalar_one() + offer.quantity > most:
            raise TooManyPerAccount


async def test_control_counting_before_writing_lets_more_through(
    shop: Shop, buyer: BuyerOf, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(allowances, "use", _counted_first)
    offered = await shop.publish({"max_per_account": LIMIT, "price": 0})
    somebody = buyer()
    answers = await asyncio.gather(*(somebody.post("/orders", offered.order()) for _ in range(30)))
    assert sum(answer.status_code == 201 for answer in answers) > LIMIT
