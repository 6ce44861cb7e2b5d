"""No webhook ever arrives: each payment is settled by the looks that its row plans, within a minute and a half."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from shared.persistence import clock
from ticket_service.payments.models import Payment
from ticket_service.tests.shop import Buyer, Offered, Shop
from ticket_service.tests.stripe import DECLINED, MUST_AUTHENTICATE, Stripe
from ticket_service.tests.till import Till

BuyerOf = Callable[[], Buyer]
LONGEST = timedelta(seconds=90)
EACH = 5


class Counter:
    """Where buyers stand: what they do, and how it has to end."""

    def __init__(self, stripe: Stripe, till: Till) -> None:
        self.stripe, self.till = stripe, till

    async def pays_by_card(self, _buyer: Buyer, _order: dict[str, Any], payment: dict[str, Any]) -> str:
        await self.stripe.confirm(payment)
        return "paid"

    async def pays_with_the_second_card(self, _buyer: Buyer, _order: dict[str, Any], payment: dict[str, Any]) -> str:
        await self.stripe.confirm(payment, DECLINED)
        await self.stripe.confirm(payment)
        return "paid"

    async def authenticates(self, _buyer: Buyer, _order: dict[str, Any], payment: dict[str, Any]) -> str:
        await self.stripe.confirm(payment, MUST_AUTHENTICATE)
        await self.stripe.authenticate(payment)
        return "paid"

    async def pays_by_debit(self, _buyer: Buyer, _order: dict[str, Any], payment: dict[str, Any]) -> str:
        await self.stripe.confirm_debit(payment)
        self.stripe.settle_debit(payment, "succeeded")
        return "paid"

    async def has_no_money(self, _buyer: Buyer, order: dict[str, Any], payment: dict[str, Any]) -> str:
        await self.stripe.confirm_debit(payment)
        self.stripe.settle_debit(payment, "failed")
        await self.till.time_to_pay_is_over(order)
        return "expired"

    async def walks_away(self, _buyer: Buyer, order: dict[str, Any], _payment: dict[str, Any]) -> str:
        await self.till.time_to_pay_is_over(order)
        return "expired"

    async def changes_their_mind(self, buyer: Buyer, order: dict[str, Any], payment: dict[str, Any]) -> str:
        await self.stripe.confirm(payment)
        await buyer.post(f"/orders/{order['id']}/cancel")
        return "canceled"

    @property
    def ways(self) -> tuple[Callable[[Buyer, dict[str, Any], dict[str, Any]], Awaitable[str]], ...]:
        return (
            self.pays_by_card,
            self.pays_with_the_second_card,
            self.authenticates,
            self.pays_by_debit,
            self.has_no_money,
            self.walks_away,
            self.changes_their_mind,
        )


@pytest.fixture
def counter(stripe: Stripe, till: Till) -> Counter:
    stripe.plan(webhooks=[{"fault": "drop", "rate": 1}])
    return Counter(stripe, till)


async def _open_orders(
    offered: Offered, counter: Counter, buyer: BuyerOf
) -> Sequence[tuple[Buyer, dict[str, Any], str]]:
    orders = []
    for way in counter.ways * EACH:
        somebody = buyer()
        order = await somebody.order(offered)
        expected = await way(somebody, order, await somebody.pay(order))
        orders.append((somebody, order, expected))
    return orders


async def _longest_wait(till: Till, offered: Offered) -> timedelta:
    """How long the worker's schedule lets an open payment of the event wait."""
    async with till.database.transaction() as session:
        moment = await clock.now(session)
        latest = select(func.max(Payment.due_at)).where(
            Payment.event_id == offered.event_id, Payment.state == "waiting"
        )
        due_at = (await session.execute(latest)).scalar_one_or_none()
    return timedelta(0) if due_at is None else due_at - moment


async def test_without_any_webhook_every_payment_is_settled_by_its_next_look(
    shop: Shop, buyer: BuyerOf, counter: Counter, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    orders = await _open_orders(offered, counter, buyer)
    assert await _longest_wait(till, offered) <= LONGEST
    for _, order, _ in orders:
        await till.look_again(order)
    await till.expire()
    await till.settle()
    ends = [(await somebody.status(order), expected) for somebody, order, expected in orders]
    assert [end for end, expected in ends if end != expected] == []
    assert await shop.stock(offered) == (0, 4 * EACH)
    assert stripe.struck["drop"] >= len(orders)


async def test_control_until_the_next_look_nothing_is_settled(shop: Shop, buyer: BuyerOf, counter: Counter, till: Till):
    offered = await shop.publish()
    somebody = buyer()
    order = await somebody.order(offered)
    await counter.pays_by_card(somebody, order, await somebody.pay(order))
    await till.expire()
    await till.settle()
    assert await somebody.status(order) == "pending"
    assert timedelta(0) < await _longest_wait(till, offered) <= LONGEST


async def test_a_payment_that_nobody_has_paid_is_looked_at_again_in_time(
    shop: Shop, buyer: BuyerOf, counter: Counter, till: Till
):
    offered = await shop.publish()
    somebody = buyer()
    order = await somebody.order(offered)
    payment = await somebody.pay(order)
    for _ in range(3):
        await till.look_again(order)
        await till.settle()
        assert timedelta(0) < await _longest_wait(till, offered) <= LONGEST
    assert await counter.pays_by_card(somebody, order, payment) == "paid"
    await till.look_again(order)
    await till.settle()
    assert await somebody.status(order) == "paid"
