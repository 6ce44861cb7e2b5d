"""Webhooks in every order, once, twice and three times, early and late: a purchase ends as one without disorder does.

A run has each order with one number of copies; with `TESTS_FULL=1` each has every number.
"""

import asyncio
import itertools
import os
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import httpx
import orjson
import pytest
from sqlalchemy import func, select

from shared.ids import new_id
from ticket_service.payments.models import StripeEvent
from ticket_service.payments.seen import Intent
from ticket_service.refunds.models import Refund
from ticket_service.tests.flows.conditions import becomes
from ticket_service.tests.shop import Buyer, Offered, OrganizerOf, Shop
from ticket_service.tests.stripe import Stripe, intent_id, signature
from ticket_service.tests.till import Till

BuyerOf = Callable[[], Buyer]
PATH = "/api/v1/payments/stripe/webhook"
# What Stripe sends of a purchase that is captured by hand and refunded.
KINDS = (
    "payment_intent.created",
    "payment_intent.amount_capturable_updated",
    "payment_intent.succeeded",
    "refund.created",
    "charge.refunded",
)
ORDERS = list(itertools.permutations(KINDS))
MOST_COPIES = 3
ROTATIONS = range(MOST_COPIES if os.environ.get("TESTS_FULL") else 1)
AT_ONCE = 8


@dataclass
class Life:
    """A purchase, and the webhooks in which it is told, in the order of their arrival."""

    buyer: Buyer
    order: dict[str, Any]
    payment: dict[str, Any]
    webhooks: Sequence[bytes] = ()
    copies: int = 1


@dataclass(frozen=True)
class Street:
    """Lives of many buyers in step: the same happens to all of them before the next thing happens to any."""

    shop: Shop
    stripe: Stripe
    till: Till
    client: httpx.AsyncClient
    offered: Offered
    organizer: Buyer

    async def reference(self, buyer: Buyer) -> Life:
        """A purchase of which no webhook arrives; it carries those that the provider would have sent."""
        life = await self.begin(buyer)
        await self.confirm([life])
        await self.till.look_again(life.order)
        await self.till.settle_until(becomes(life.buyer, life.order, "paid"))
        await self.refund([life])
        told = {event["type"]: orjson.dumps(event) for event in await self.stripe.events(life.payment)}
        life.webhooks = [told[kind] for kind in KINDS]
        return life

    async def begin(self, buyer: Buyer) -> Life:
        order = await buyer.order(self.offered)
        return Life(buyer, order, await buyer.pay(order))

    async def begin_many(
        self, buyer: BuyerOf, orders: Sequence[Sequence[str]], reference: Life, rotation: int = 0
    ) -> Sequence[Life]:
        """A life for each order of the webhooks: those of the reference, with other names."""
        lives = await _each(self.begin, [buyer() for _ in orders])
        for number, (life, kinds) in enumerate(zip(lives, orders, strict=True)):
            told = dict(zip(KINDS, reference.webhooks, strict=True))
            life.webhooks = [_renamed(told[kind], reference, life) for kind in kinds]
            life.copies = 1 + (number + rotation) % MOST_COPIES
        return lives

    async def confirm(self, lives: Sequence[Life]) -> None:
        await _each(lambda life: self.stripe.confirm(life.payment), lives)

    async def time_is_over(self, lives: Sequence[Life]) -> None:
        await _each(lambda life: self.till.time_to_pay_is_over(life.order), lives)

    async def arrive(self, lives: Sequence[Life], position: int) -> None:
        """Each life's next webhook, and the worker's tasks once."""
        await _each(lambda life: self._post(life.webhooks[position], life.copies), lives)
        await self.work()

    async def work(self) -> None:
        await self.till.expire()
        await self.till.settle()
        await self.till.send_refunds()

    async def refund(self, lives: Sequence[Life]) -> None:
        await _each(lambda life: self.organizer.refund(life.order), lives)
        await self.till.send_refunds()

    async def end(self, life: Life) -> dict[str, Any]:
        """All that is to be seen of a purchase, by anybody."""
        payment = await self.till.payment(life.order)
        money = self.stripe.money(life.order["id"])
        async with self.till.database.transaction() as session:
            refunds = select(Refund.status, Refund.amount).where(Refund.order_id == life.order["id"])
            refunded = [tuple(row) for row in await session.execute(refunds)]
        return {
            "order": await life.buyer.status(life.order),
            "payment": (payment.status, payment.amount, payment.refundable, payment.state),
            "refunds": refunded,
            "tickets": await self.shop.tickets(life.order["id"]),
            "told": await self.shop.told(life.order["id"]),
            "calls": [key.partition(":")[0] for key in await self.till.keys(life.order)],
            "captured": (money["captured"], money["times"]["captured"]),
            "refunded": (money["refunded"], money["times"]["refunded"]),
            "intents": list(money["payment_intents"].values()),
        }

    async def _post(self, body: bytes, copies: int) -> None:
        headers = {"Content-Type": "application/json; charset=utf-8", "Stripe-Signature": signature(body)}
        for _ in range(copies):
            assert (await self.client.post(PATH, content=body, headers=headers)).status_code == 200


async def _each(act: Callable[[Any], Awaitable[Any]], subjects: Iterable[Any]) -> list[Any]:
    places = asyncio.Semaphore(AT_ONCE)

    async def in_place(subject: Any) -> Any:
        async with places:
            return await act(subject)

    return await asyncio.gather(*map(in_place, subjects))


def _renamed(webhook: bytes, reference: Life, life: Life) -> bytes:
    told = orjson.loads(webhook.replace(intent_id(reference.payment).encode(), intent_id(life.payment).encode()))
    return orjson.dumps({**told, "id": new_id("evt")})


@pytest.fixture
async def street(shop: Shop, stripe: Stripe, till: Till, client: httpx.AsyncClient, organizer: OrganizerOf) -> Street:
    stripe.plan(webhooks=[{"fault": "drop", "rate": 1}])
    offered = await shop.publish({"max_per_account": None}, capacity=len(ORDERS) + 1)
    return Street(shop, stripe, till, client, offered, await organizer(offered))


async def early(street: Street, lives: Sequence[Life]) -> None:
    """Three come before the buyer confirms, one makes the worker look, one comes behind the refund."""
    for position in range(3):
        await street.arrive(lives, position)
    await street.confirm(lives)
    await street.arrive(lives, 3)
    await street.refund(lives)
    await street.arrive(lives, 4)


async def late(street: Street, lives: Sequence[Life]) -> None:
    """The buyer has confirmed, the time to pay is over, and nobody has looked: only now they come."""
    await street.confirm(lives)
    await street.time_is_over(lives)
    for position in range(3):
        await street.arrive(lives, position)
    await street.refund(lives)
    for position in range(3, 5):
        await street.arrive(lives, position)


MOMENTS = [early, late]


@pytest.mark.parametrize("rotation", ROTATIONS)
@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.__name__)
async def test_in_every_order_webhooks_lead_to_the_same_end(
    street: Street, buyer: BuyerOf, moment: Callable[[Street, Sequence[Life]], Awaitable[None]], rotation: int
):
    reference = await street.reference(buyer())
    expected = await street.end(reference)
    assert (expected["order"], expected["told"]) == ("refunded", ["OrderPaid", "OrderRefunded"])
    lives = await street.begin_many(buyer, ORDERS, reference, rotation)
    await moment(street, lives)
    ends = await _each(street.end, lives)
    assert [end for end in ends if end != expected] == []
    assert await street.shop.stock(street.offered) == (0, 0)
    assert await _stored(street, lives) == len(ORDERS) * len(KINDS)


class Credulous:
    """The control: a provider that is not asked, for its newest webhook has said how the intent stands."""

    SAID = {  # noqa: RUF012
        "payment_intent.created": "requires_payment_method",
        "payment_intent.amount_capturable_updated": "requires_capture",
    }

    def __init__(self, street: Street) -> None:
        self._database, self._asked = street.till.database, street.till.provider

    async def retrieve_intent(self, intent: str) -> Intent:
        newest = select(StripeEvent.type).where(StripeEvent.intent_id == intent)
        async with self._database.transaction() as session:
            kinds = await session.execute(newest.order_by(StripeEvent.received_at.desc()).limit(1))
            said = self.SAID.get(kinds.scalar_one(), "succeeded")
        seen = await self._asked.retrieve_intent(intent)
        return replace(seen, status=said, amount_received=seen.amount if said == "succeeded" else 0)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._asked, name)


async def test_control_believing_what_webhooks_say_sells_tickets_that_nobody_paid(street: Street, buyer: BuyerOf):
    reference = await street.reference(buyer())
    expected = await street.end(reference)
    believing: Any = Credulous(street)
    credulous = replace(street, till=replace(street.till, provider=believing))
    lives = await street.begin_many(buyer, ORDERS[::10], reference)
    for position in range(3):
        await credulous.arrive(lives, position)
    ends = await _each(street.end, lives)
    unpaid = [end for end in ends if "OrderPaid" in end["told"] and end["captured"] == (0, 0)]
    assert unpaid
    assert all(end != expected for end in unpaid)


async def _stored(street: Street, lives: Sequence[Life]) -> int:
    intents = [intent_id(life.payment) for life in lives]
    query = select(func.count()).select_from(StripeEvent).where(StripeEvent.intent_id.in_(intents))
    async with street.till.database.transaction() as session:
        return (await session.execute(query)).scalar_one()
