"""One account with many requests at once gets no more than its limit, and the proof that the test would notice."""

import asyncio
from collections import Counter
from collections.abc import Callable

import pytest

from ticket_service.stock.locked import LockedStock
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


async def test_control_without_the_count_more_come_through(shop: Shop, buyer: BuyerOf, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(LockedStock, "_require_allowed", lambda _self, _account_id, _offer: None)
    offered = await shop.publish({"max_per_account": LIMIT, "price": 0})
    somebody = buyer()
    answers = await asyncio.gather(*(somebody.post("/orders", offered.order()) for _ in range(30)))
    assert sum(answer.status_code == 201 for answer in answers) > LIMIT
