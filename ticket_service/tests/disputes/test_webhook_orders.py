"""The webhooks of a dispute in every order, once to three times, early and late: it is kept as it is at its end."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import httpx
import orjson
import pytest
from sqlalchemy import select

from shared.ids import new_id
from ticket_service.payments.models import StripeEvent
from ticket_service.payments.seen import ProviderDispute
from ticket_service.tests.disputes.bank import Bank
from ticket_service.tests.paying import bought
from ticket_service.tests.shop import Buyer, Offered, Shop
from ticket_service.tests.stripe import Stripe, signature
from ticket_service.tests.till import Till

BuyerOf = Callable[[], Buyer]
PATH = "/api/v1/payments/stripe/webhook"
KINDS = ("charge.dispute.created", "charge.dispute.updated", "charge.dispute.closed")
LIVES = [(kinds, copies) for kinds in itertools.permutations(KINDS) for copies in (1, 2, 3)]


@dataclass(frozen=True)
class Court:
    bank: Bank
    client: httpx.AsyncClient

    async def hears(self, orders: Sequence[dict[str, Any]], position: int) -> None:
        """The webhook of each order at this position, as often as its life says; then the worker looks."""
        for order, (kinds, copies) in zip(orders, LIVES, strict=True):
            intent = (await self.bank.till.payment(order)).intent_id
            subject = {"object": "dispute", "id": "du_1", "payment_intent": intent, "status": "won"}
            body = orjson.dumps({"id": new_id("evt"), "type": kinds[position], "data": {"object": subject}})
            headers = {"Content-Type": "application/json", "Stripe-Signature": signature(body)}
            for _ in range(copies):
                assert (await self.client.post(PATH, content=body, headers=headers)).status_code == 200
        await self.bank.look()


@pytest.fixture
def court(bank: Bank, client: httpx.AsyncClient, stripe: Stripe) -> Court:
    stripe.plan(webhooks=[{"fault": "drop", "rate": 1}])
    return Court(bank, client)


async def _bought(offered: Offered, buyer: BuyerOf, stripe: Stripe, till: Till) -> Sequence[dict[str, Any]]:
    return [await bought(buyer(), offered, 1, stripe, till) for _ in LIVES]


@pytest.mark.parametrize(("outcome", "refundable"), [("lost", 0), ("won", 2500)])
@pytest.mark.parametrize("is_early", [True, False], ids=["early", "late"])
async def test_in_every_order_webhooks_lead_to_the_same_end(
    court: Court,
    shop: Shop,
    buyer: BuyerOf,
    stripe: Stripe,
    till: Till,
    outcome: str,
    refundable: int,
    *,
    is_early: bool,
):
    bank = court.bank
    orders = await _bought(await shop.publish(), buyer, stripe, till)
    disputes: list[str] = []

    async def open_all() -> None:
        disputes.extend([await bank.opens(order) for order in orders])

    async def answer_all() -> None:
        for dispute in disputes:
            bank.looks_at_evidence(dispute)

    async def decide_all() -> None:
        for dispute in disputes:
            bank.decides(dispute, outcome)

    for position, step in enumerate((open_all, answer_all, decide_all)):
        if is_early:
            await court.hears(orders, position)
        await step()
    if not is_early:
        for position in range(3):
            await court.hears(orders, position)
    await bank.day_passes()
    await bank.look()
    status = "disputed" if outcome == "lost" else "captured"
    ends = [await bank.stand(order) for order in orders]
    assert set(ends) == {(outcome, 2500 - refundable, status, refundable)}
    told = ["OrderPaid", "OrderDisputed", "OrderDisputed"] if is_early else ["OrderPaid", "OrderDisputed"]
    assert [await shop.told(order["id"]) for order in orders] == [told] * len(orders)


SAID = dict(zip(KINDS, ("needs_response", "under_review", "lost"), strict=True))


class Credulous:
    """The control: a provider that is not asked, for its newest webhook has said how the dispute stands."""

    def __init__(self, till: Till) -> None:
        self._database, self._asked = till.database, till.provider

    async def disputes_of(self, intent: str) -> Sequence[ProviderDispute]:
        newest = select(StripeEvent.type).where(StripeEvent.intent_id == intent, StripeEvent.type.in_(KINDS))
        async with self._database.transaction() as session:
            kinds = await session.execute(newest.order_by(StripeEvent.received_at.desc()).limit(1))
            said = SAID[kinds.scalar_one()]
        return [replace(dispute, status=said) for dispute in await self._asked.disputes_of(intent)]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._asked, name)


async def test_control_believing_what_webhooks_say_leaves_disputes_open(
    court: Court, shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    orders = await _bought(await shop.publish(), buyer, stripe, till)
    for order in orders:
        court.bank.decides(await court.bank.opens(order), "lost")
    believing: Any = Credulous(till)
    credulous = replace(court, bank=replace(court.bank, till=replace(till, provider=believing)))
    for position in range(3):
        await credulous.hears(orders, position)
    ends = {(await court.bank.stand(order))[0] for order in orders}
    assert ends == {"lost", "under_review", "needs_response"}
