"""One account with many requests at once gets no more than its limit, and the proof that the test would notice."""

import asyncio
from collections import Counter
from collections.abc import Callable

import pytest

from ticket_service.stock import allowances
from ticket_service.stock.locked import LockedStock
from ticket_service.tests.flows.conditions import becomes
from ticket_service.tests.shop import Buyer, Offered, Shop
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import Till

BuyerOf = Callable[[], Buyer]
LIMIT = 4
UNPAID = 3


async def _many_at_once(offered: Offered, somebody: Buyer) -> Counter[str]:
    wishes = [("/holds", offered.hold()), ("/orders", offered.order())] * 15
    answers = await asyncio.gather(*(somebody.post(path, body) for path, body in wishes))
    return Counter("taken" if answer.status_code == 201 else answer.json()["code"] for answer in answers)


async def test_the_limit_per_account_holds_under_parallel_requests(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish({"max_per_account": LIMIT})
    assert await _many_at_once(offered, buyer()) == {"taken": LIMIT, "too_many_per_account": 30 - LIMIT}
    assert await shop.stock(offered) == (LIMIT, 0)


async def test_control_without_the_count_more_come_through(shop: Shop, buyer: BuyerOf, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(LockedStock, "_require_allowed", lambda _self, _account_id, _offer, **_kind: None)
    offered = await shop.publish({"max_per_account": LIMIT, "price": 0})
    somebody = buyer()
    answers = await asyncio.gather(*(somebody.post("/orders", offered.order()) for _ in range(30)))
    assert sum(answer.status_code == 201 for answer in answers) > LIMIT


@pytest.fixture
def few_unpaid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowances, "MOST_UNPAID", UNPAID)


async def test_nobody_keeps_more_than_a_few_unpaid_tickets_from_others(shop: Shop, buyer: BuyerOf, few_unpaid: None):
    offered = await shop.publish({"max_per_order": 1})
    assert await _many_at_once(offered, buyer()) == {"taken": UNPAID, "too_many_unpaid": 30 - UNPAID}
    assert await shop.stock(offered) == (UNPAID, 0)


async def test_control_without_the_count_one_account_keeps_many(
    shop: Shop, buyer: BuyerOf, few_unpaid: None, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(allowances, "most_unpaid", lambda _kind: 1000)
    offered = await shop.publish({"max_per_order": 1})
    assert await _many_at_once(offered, buyer()) == {"taken": 30}


async def test_tickets_that_are_paid_or_given_back_make_room_for_others(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till, few_unpaid: None
):
    offered = await shop.publish({"max_per_order": UNPAID})
    somebody = buyer()
    order = await somebody.order(offered, UNPAID)
    assert (await somebody.post("/holds", offered.hold())).json()["code"] == "too_many_unpaid"
    await stripe.confirm(await somebody.pay(order))
    await till.settle_until(becomes(somebody, order, "paid"))
    hold = await somebody.hold(offered, UNPAID)
    assert (await somebody.post("/orders", offered.order())).json()["code"] == "too_many_unpaid"
    await somebody.client.delete(
        f"/api/v1/holds/{hold['id']}", headers={"Idempotency-Key": "once"}, auth=somebody.person
    )
    expiring = await somebody.order(offered, UNPAID)
    await till.time_to_pay_is_over(expiring)
    await till.expire()
    await somebody.hold(offered, UNPAID)
    assert (await buyer().post("/holds", offered.hold())).status_code == 201


async def test_free_orders_are_never_unpaid(shop: Shop, buyer: BuyerOf, few_unpaid: None):
    offered = await shop.publish({"price": 0, "max_per_order": UNPAID})
    somebody = buyer()
    for _ in range(2):
        await somebody.order(offered, UNPAID)
        hold = await somebody.hold(offered, UNPAID)
        ordered = await somebody.post("/orders", {"hold_id": hold["id"], "holders": offered.holders(UNPAID)})
        assert ordered.json()["status"] == "paid"
