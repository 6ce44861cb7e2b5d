"""Many buyers with one code at once: never one use more than there is, and the proof that the test would notice."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import ColumnElement, Select, true

from shared.errors import Unavailable
from shared.messages.event import CodeState
from shared.runtime import Runtime
from ticket_service.config import Settings
from ticket_service.pricing import uses
from ticket_service.pricing.locked import LockedUses
from ticket_service.sales import together
from ticket_service.tests.concurrency.conftest import Alter
from ticket_service.tests.concurrency.wishes import one_ticket
from ticket_service.tests.shop import Buyer, Offered, Shop, access, discount

BuyerOf = Callable[[], Buyer]
NOT_OVERUSED = "ck_code_uses_not_overused"
USES, BUYERS, INSTANCES = 7, 40, 3


def _counted(answers: Sequence[Any]) -> Counter[str]:
    return Counter("taken" if answer.status_code == 201 else answer.json()["code"] for answer in answers)


async def _rush(offered: Offered, buyers: Sequence[Buyer]) -> Counter[str]:
    """Half of them hold, half order at once; both are counted in groups."""
    ways = [("/holds", offered.hold(access_code="FRIENDS")), ("/orders", offered.order(access_code="FRIENDS"))]
    wishes = [buyer.post(*ways[number % 2]) for number, buyer in enumerate(buyers)]
    return _counted(await asyncio.gather(*wishes))


@pytest_asyncio.fixture
async def without_constraint(alter: Alter) -> AsyncIterator[None]:
    await alter(f"ALTER TABLE code_uses DROP CONSTRAINT {NOT_OVERUSED}")
    yield
    await alter("UPDATE code_uses SET max_uses = greatest(max_uses, used) WHERE max_uses IS NOT NULL")
    await alter(f"ALTER TABLE code_uses ADD CONSTRAINT {NOT_OVERUSED} CHECK (used <= max_uses)")


def _forget_the_condition(monkeypatch: pytest.MonkeyPatch) -> None:
    def always() -> ColumnElement[bool]:
        return true()

    monkeypatch.setattr(uses, "_has_left", always)
    monkeypatch.setattr(LockedUses, "has_left", lambda _self, _code_id: True)


async def test_a_code_is_used_exactly_as_often_as_it_may_be(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish({"is_hidden": True})
    code = access(offered, max_uses=USES)
    await shop.rule(offered, code)
    answered = await _rush(offered, [buyer() for _ in range(BUYERS)])
    assert answered == {"taken": USES, "code_exhausted": BUYERS - USES}
    assert (await shop.uses(code), await shop.stock(offered)) == (USES, (USES, 0))


async def test_control_without_the_condition_the_same_rush_overuses_it(
    shop: Shop, buyer: BuyerOf, without_constraint: None, monkeypatch: pytest.MonkeyPatch
):
    _forget_the_condition(monkeypatch)
    offered = await shop.publish({"is_hidden": True})
    code = access(offered, max_uses=USES)
    await shop.rule(offered, code)
    assert await _rush(offered, [buyer() for _ in range(BUYERS)]) == {"taken": BUYERS}
    assert await shop.uses(code) == BUYERS


async def test_the_constraint_holds_when_the_condition_is_forgotten(
    shop: Shop, buyer: BuyerOf, monkeypatch: pytest.MonkeyPatch
):
    _forget_the_condition(monkeypatch)
    offered = await shop.publish()
    code = discount(max_uses=2)
    await shop.rule(offered, code)
    answers = await asyncio.gather(
        *(buyer().post("/orders", offered.order(discount_code="EARLYBIRD")) for _ in range(5))
    )
    assert Counter(answer.status_code for answer in answers) == {201: 2, 500: 3}
    assert (await shop.uses(code), await shop.stock(offered)) == (2, (2, 0))


async def _order_in_groups(runtime: Runtime[Settings], offered: Offered) -> Counter[int]:
    """Buyers spread over instances and ticket types, so that nothing but the code is common to the groups."""
    instances = [together.OrderDesk(runtime) for _ in range(INSTANCES)]

    async def order(number: int) -> int:
        request = one_ticket(offered, number % INSTANCES, discount_code="EARLYBIRD")
        while True:
            try:
                return (await instances[number % INSTANCES].place(request)).status_code
            except Unavailable:  # the row is busy; as everybody does, again with the same key
                continue

    return Counter(await asyncio.gather(*(order(number) for number in range(BUYERS))))


async def test_groups_that_share_nothing_but_a_code_use_it_exactly_as_often_as_it_may_be(
    runtime: Runtime[Settings], shop: Shop
):
    offered, code = await shop.publish({}, {}, {}), discount(max_uses=USES)
    await shop.rule(offered, code)
    assert await _order_in_groups(runtime, offered) == {201: USES, 409: BUYERS - USES}
    assert await shop.uses(code) == USES


async def test_control_without_the_codes_lock_they_overuse_it(
    runtime: Runtime[Settings], shop: Shop, without_constraint: None, monkeypatch: pytest.MonkeyPatch
):
    def unlocked(self: Select[Any], **_options: Any) -> Select[Any]:
        return self

    offered, code = await shop.publish({}, {}, {}), discount(max_uses=USES)
    await shop.rule(offered, code)
    monkeypatch.setattr(Select, "with_for_update", unlocked)
    ordered = (await _order_in_groups(runtime, offered))[201]
    monkeypatch.undo()
    assert ordered > USES


async def _one_account(offered: Offered, code: CodeState, somebody: Buyer) -> Counter[str]:
    return await _rush(offered, [somebody] * 20)


async def test_an_account_with_many_requests_at_once_uses_a_code_as_often_as_it_may(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish()
    code = access(offered, max_per_account=3)
    await shop.rule(offered, code)
    assert await _one_account(offered, code, buyer()) == {"taken": 3, "code_used_by_account": 17}
    assert await shop.uses(code) == 3


async def test_control_without_the_limit_per_account_all_come_through(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish()
    code = access(offered)
    await shop.rule(offered, code)
    assert await _one_account(offered, code, buyer()) == {"taken": 20}


async def test_an_order_that_is_canceled_and_expires_at_once_gives_its_use_back_once(
    shop: Shop, buyer: BuyerOf, till: Any
):
    offered, code = await shop.publish(), discount(max_uses=4)
    await shop.rule(offered, code)
    somebody = buyer()
    orders = [await somebody.order(offered, discount_code="EARLYBIRD") for _ in range(4)]
    for order in orders:
        await till.time_to_pay_is_over(order)
    cancels = [somebody.post(f"/orders/{order['id']}/cancel") for order in orders]
    await asyncio.gather(till.expire(), *cancels, till.expire())
    await till.expire()
    assert (await shop.uses(code), await shop.stock(offered)) == (0, (0, 0))
