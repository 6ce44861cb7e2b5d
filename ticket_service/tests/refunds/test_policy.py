"""Whether buyers may give tickets back is the event's sale rules' to say; the organizer always may."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ticket_service.tests.flows.conditions import becomes
from ticket_service.tests.shop import Buyer, OrganizerOf, Shop
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import Till

BuyerOf = Callable[[], Buyer]
EARLIER, LATER = datetime.now(UTC) - timedelta(minutes=1), datetime.now(UTC) + timedelta(days=1)


@pytest.mark.parametrize(
    ("rules", "refusal"),
    [
        ({"refunds": "none"}, "refunds_not_allowed"),
        ({"refunds": "on_request", "refund_until": EARLIER}, "refund_period_over"),
        ({"refunds": "automatic", "refund_until": EARLIER}, "refund_period_over"),
    ],
)
async def test_what_the_rules_do_not_allow_is_refused_to_buyers_and_not_to_organizers(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, rules: dict[str, Any], refusal: str
):
    offered, somebody = await shop.publish({"price": 0}), buyer()
    await shop.rule(offered, **rules)
    order = await somebody.order(offered)
    answer = await somebody.post("/refunds", {"order_id": order["id"]})
    assert (answer.status_code, answer.json()["code"]) == (409, refusal)
    assert await somebody.status(order) == "paid"
    member = await organizer(offered)
    assert (await member.refund(order))["status"] == "succeeded"


async def test_without_a_deadline_people_may_always_ask_but_nothing_is_automatic_after_the_beginning(
    shop: Shop, buyer: BuyerOf
):
    now = datetime.now(UTC)
    doors_at, starts_at = now - timedelta(hours=1), now - timedelta(minutes=1)
    offered, somebody = await shop.publish({"price": 0}, doors_at=doors_at, starts_at=starts_at), buyer()
    order = await somebody.order(offered)
    await shop.rule(offered, refunds="automatic", version=1)
    answer = await somebody.post("/refunds", {"order_id": order["id"]})
    assert answer.json()["code"] == "refund_period_over"
    await shop.rule(offered, refunds="on_request", version=2)
    assert (await somebody.refund(order))["status"] == "requested"


async def test_what_the_rules_grant_goes_back_at_once(shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till):
    offered, somebody = await shop.publish(), buyer()
    await shop.rule(offered, refunds="automatic", refund_until=LATER)
    order = await somebody.order(offered, 2)
    await stripe.confirm(await somebody.pay(order))
    await till.settle_until(becomes(somebody, order, "paid"))
    [first, _] = await somebody.tickets(order)
    refund = await somebody.refund(order, ticket_ids=[first])
    assert (refund["status"], refund["cause"], refund["amount"]) == ("processing", "requested_by_buyer", 2500)
    assert await shop.stock(offered) == (0, 1)


async def test_amounts_and_force_stay_the_organizers(shop: Shop, buyer: BuyerOf):
    offered, somebody = await shop.publish({"price": 0}), buyer()
    await shop.rule(offered, refunds="automatic")
    order = await somebody.order(offered)
    for wish in ({"amount": 1}, {"force": True}):
        answer = await somebody.post("/refunds", {"order_id": order["id"], **wish})
        assert (answer.status_code, answer.json()["code"]) == (403, "organizers_only")
