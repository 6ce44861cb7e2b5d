"""The same request many times at once, and what happens without its key."""

import asyncio
from collections.abc import Callable

from ticket_service.tests.shop import Buyer, Shop

BuyerOf = Callable[[], Buyer]


async def test_one_key_twenty_times_at_once_is_one_order_and_one_answer(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish({"price": 0})
    somebody = buyer()
    answers = await asyncio.gather(*(somebody.post("/orders", offered.order(), key="once") for _ in range(20)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sum("idempotent-replayed" in answer.headers for answer in answers) == 19
    assert await shop.stock(offered) == (0, 1)


async def test_control_with_a_key_each_they_are_twenty_orders(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish({"price": 0})
    somebody = buyer()
    answers = await asyncio.gather(*(somebody.post("/orders", offered.order()) for _ in range(20)))
    assert len({answer.json()["id"] for answer in answers}) == 20
    assert await shop.stock(offered) == (0, 20)


async def test_a_refusal_is_kept_under_its_key_too(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish({"price": 0}, capacity=1)
    first, second = buyer(), buyer()
    taken = await first.post("/orders", offered.order())
    refused = await second.post("/orders", offered.order(), key="wish")
    assert (taken.status_code, refused.json()["code"]) == (201, "sold_out")
    again = await second.post("/orders", offered.order(), key="wish")
    assert (again.content, again.headers["idempotent-replayed"]) == (refused.content, "true")


async def test_another_request_under_the_same_key_is_refused(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish({"price": 0})
    somebody = buyer()
    await somebody.post("/orders", offered.order(), key="mine")
    other = await somebody.post("/orders", offered.order(2), key="mine")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert await shop.stock(offered) == (0, 1)
