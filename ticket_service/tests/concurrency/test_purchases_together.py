"""Purchases that are decided in groups, step by step: each is as it would be alone, and one's trouble is only its own."""

import asyncio
import itertools
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.deciding import keyed_groups
from shared.deciding.gathering import Gathering
from shared.ids import new_id
from shared.persistence.database import Database
from shared.runtime import Runtime
from ticket_service.holds import service as holds
from ticket_service.holds.models import Hold
from ticket_service.sales import held_together
from ticket_service.stock.models import Allocation
from ticket_service.tests.flows.conditions import becomes
from ticket_service.tests.shop import Buyer, Offered, Shop
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import Till

BuyerOf = Callable[[], Buyer]
COPIES = 10
ROUNDS = 10


async def _again_and_again(somebody: Buyer, path: str, body: Any = None) -> dict[str, Any]:
    """The one answer to a request that arrives many times at once."""
    key = new_id("key")
    answers = await asyncio.gather(*(somebody.post(path, body, key=key) for _ in range(COPIES)))
    assert {answer.is_success for answer in answers} == {True}, [answer.text for answer in answers]
    assert len({answer.content for answer in answers}) == 1
    found: dict[str, Any] = answers[0].json()
    return found


async def test_each_step_with_one_key_many_times_at_once_is_one_purchase(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    somebody = buyer()
    hold = await _again_and_again(somebody, "/holds", offered.hold(2))
    order = await _again_and_again(somebody, "/orders", {"hold_id": hold["id"], "holders": offered.holders(2)})
    payment = await _again_and_again(somebody, f"/orders/{order['id']}/payment")
    assert await shop.stock(offered) == (2, 0)
    await stripe.confirm(payment)
    await till.look_again(order)
    await till.settle_until(becomes(somebody, order, "paid"))
    money = stripe.money(order["id"])
    assert (money["captured"], money["times"]["captured"], len(money["payment_intents"])) == (5000, 1, 1)
    assert await shop.stock(offered) == (0, 2)


async def test_of_many_who_want_the_last_tickets_at_once_as_many_hold_them(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish(capacity=5)
    answers = await asyncio.gather(*(buyer().post("/holds", offered.hold()) for _ in range(20)))
    assert Counter(answer.status_code for answer in answers) == {201: 5, 409: 15}
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"sold_out"}
    assert await shop.stock(offered) == (5, 0)


async def test_a_hold_that_is_ordered_many_times_at_once_is_one_order(shop: Shop, buyer: BuyerOf):
    offered, somebody = await shop.publish(), buyer()
    hold = await somebody.hold(offered)
    wish = {"hold_id": hold["id"], "holders": offered.holders()}
    answers = await asyncio.gather(*(somebody.post("/orders", wish) for _ in range(COPIES)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: COPIES - 1}
    assert await shop.stock(offered) == (1, 0)


@dataclass
class _Instances:
    """Groups as several instances of the service have them, asked in turns."""

    groups: Iterator[Gathering[Any, Any]]

    async def ask(self, about: str, wish: Any) -> Any:
        return await next(self.groups).ask(about, wish)


@pytest.fixture
def twin_waits(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """A group that has locked holds goes on when a twin of one of its requests is about to wait for them."""
    waits, lock_free, get_for_update = asyncio.Event(), holds.lock_free, holds.get_for_update

    async def lock_and_wait(session: AsyncSession, hold_ids: Collection[str]) -> Mapping[str, Hold]:
        locked = await lock_free(session, hold_ids)
        if locked:
            await waits.wait()
        return locked

    async def wait_for_lock(session: AsyncSession, hold_id: str, *, account_id: str) -> Hold:
        waits.set()
        return await get_for_update(session, hold_id, account_id=account_id)

    monkeypatch.setattr(holds, "lock_free", lock_and_wait)
    monkeypatch.setattr(holds, "get_for_update", wait_for_lock)
    return waits


async def test_a_request_that_several_instances_get_at_once_has_one_answer(
    shop: Shop,
    buyer: BuyerOf,
    runtime: Runtime[Any],
    app: FastAPI,
    twin_waits: asyncio.Event,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(keyed_groups, "has_waited", lambda _error: False)  # who waits in vain for a twin shows it
    instances = [held_together.gathering(runtime) for _ in range(3)]
    monkeypatch.setattr(app.state, "group_held", _Instances(itertools.cycle(instances)), raising=False)
    offered = await shop.publish()
    for _ in range(ROUNDS):
        twin_waits.clear()
        somebody = buyer()
        hold, key = await somebody.hold(offered), {"Idempotency-Key": new_id("key")}
        wish = {"hold_id": hold["id"], "holders": offered.holders()}
        ask = partial(somebody.client.post, "/api/v1/orders", json=wish, headers=key, auth=somebody.person)
        answers = await asyncio.gather(*(ask() for _ in instances))
        assert {answer.status_code for answer in answers} == {201}, [answer.text for answer in answers]
        assert len({answer.content for answer in answers}) == 1


async def test_a_purchase_that_cannot_be_completed_stops_none_that_is_settled_with_it(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till, database: Database
):
    stripe.plan(webhooks=[{"fault": "drop", "rate": 1}])
    spoiled, sound = await shop.publish(), await shop.publish()
    bought = []
    for offered in (spoiled, sound, spoiled, sound):
        somebody = buyer()
        order = await somebody.order(offered)
        await stripe.confirm(await somebody.pay(order))
        await till.look_again(order)
        bought.append((offered, somebody, order))
    await _hold_in_stock(database, spoiled, 0)
    await till.settle()
    statuses = [(offered is sound, await somebody.status(order)) for offered, somebody, order in bought]
    assert Counter(statuses) == {(True, "paid"): 2, (False, "capturing"): 2}
    await _hold_in_stock(database, spoiled, 2)
    for _, _, order in bought:
        await till.leases_run_out(order)
    await till.settle()
    assert [await somebody.status(order) for _, somebody, order in bought] == ["paid"] * 4
    assert await shop.stock(spoiled) == (0, 2)


async def _hold_in_stock(database: Database, offered: Offered, held: int) -> None:
    async with database.transaction() as session:
        await session.execute(update(Allocation).where(Allocation.event_id == offered.event_id).values(held=held))
