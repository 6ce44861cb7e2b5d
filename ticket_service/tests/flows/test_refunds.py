"""Money that goes back: once for each refund, whatever fails on its way, and never silently lost."""

import signal
from collections.abc import Callable
from typing import Any

import pytest

from ticket_service.refunds.models import Refund
from ticket_service.tests.flows.test_faults import FAULTS
from ticket_service.tests.paying import bought, refund_is
from ticket_service.tests.settling import settle_in_another_process
from ticket_service.tests.shop import Buyer, OrganizerOf, Shop
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import Till

BuyerOf = Callable[[], Buyer]


def _back(stripe: Stripe, order: dict[str, Any]) -> tuple[int, int]:
    """How much the provider has sent back, and in how many refunds."""
    money = stripe.money(order["id"])
    return money["refunded"], money["times"]["refunded"]


async def test_a_wish_is_granted_and_the_money_goes_back(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    somebody, member = buyer(), await organizer(offered)
    order = await bought(somebody, offered, 2, stripe, till)
    wish = await somebody.refund(order, ticket_ids=(await somebody.tickets(order))[:1])
    assert wish["amount"] == 2500
    granted = (await member.post(f"/refunds/{wish['id']}/approve")).json()
    assert (granted["status"], await somebody.status(order)) == ("processing", "partially_refunded")
    assert await shop.stock(offered) == (0, 1)
    assert await shop.told(order["id"]) == ["OrderPaid"]
    await till.send_refunds_until(refund_is(somebody, wish, "succeeded"))
    assert _back(stripe, order) == (2500, 1)
    assert await shop.told(order["id"]) == ["OrderPaid", "OrderRefunded"]
    await member.refund(order)
    rest = (await somebody.get("/refunds?limit=1")).json()["data"][0]
    await till.send_refunds_until(refund_is(somebody, rest, "succeeded"))
    assert _back(stripe, order) == (5000, 2)
    assert (await somebody.status(order), (await till.payment(order)).status) == ("refunded", "refunded")


async def test_an_amount_ends_no_ticket_and_tickets_then_give_what_is_left(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    somebody, member = buyer(), await organizer(offered)
    order = await bought(somebody, offered, 2, stripe, till)
    await member.refund(order, amount=4000)
    assert (await somebody.status(order), await shop.stock(offered)) == ("partially_refunded", (0, 2))
    more = await member.post("/refunds", {"order_id": order["id"], "amount": 1001})
    assert (more.status_code, more.json()["code"], more.json()["refundable"]) == (409, "more_than_paid", 1000)
    rest = await member.refund(order)
    assert rest["amount"] == 1000
    await till.send_refunds_until(refund_is(somebody, rest, "succeeded"))
    assert _back(stripe, order) == (5000, 2)
    assert (await somebody.status(order), await shop.stock(offered)) == ("refunded", (0, 0))


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_call_that_fails_is_looked_up_and_made_again(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till, fault: str
):
    offered = await shop.publish()
    somebody, member = buyer(), await organizer(offered)
    order = await bought(somebody, offered, 1, stripe, till)
    stripe.plan(calls=[{"fault": fault, "on": ["refunds.create"], "nth": [1, 2, 3, 4]}])
    refund = await member.refund(order)
    await till.send_refunds_until(refund_is(somebody, refund, "succeeded"))
    assert stripe.struck[fault] >= 1
    assert _back(stripe, order) == (2500, 1)
    assert await shop.told(order["id"]) == ["OrderPaid", "OrderRefunded"]


async def test_a_stored_failure_leads_to_the_next_key(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    somebody, member = buyer(), await organizer(offered)
    order = await bought(somebody, offered, 1, stripe, till)
    stripe.plan(calls=[{"fault": "error_instead_of_effect", "on": ["refunds.create"], "nth": [1]}])
    refund = await member.refund(order)
    await till.send_refunds_until(refund_is(somebody, refund, "succeeded"))
    async with till.database.transaction() as session:
        sent = await session.get_one(Refund, refund["id"])
    assert sent.stripe_key == f"ref:{refund['id']}:2"


async def test_a_refund_that_fails_is_seen_and_sent_again_when_somebody_says_so(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    somebody, member = buyer(), await organizer(offered)
    order = await bought(somebody, offered, 1, stripe, till)
    stripe.plan(refunds=[{"fault": "fails_at_once", "nth": [1]}])
    refund = await member.refund(order)
    await till.send_refunds_until(refund_is(somebody, refund, "failed"))
    seen = (await member.get(f"/refunds?status=failed&event_id={offered.event_id}")).json()["data"]
    assert [(row["id"], row["failure"]) for row in seen] == [(refund["id"], "expired_or_canceled_card")]
    assert (await somebody.status(order), await shop.stock(offered)) == ("refunded", (0, 0))
    assert await shop.told(order["id"]) == ["OrderPaid"]
    await till.send_refunds()
    assert _back(stripe, order) == (0, 0)
    assert (await member.post(f"/refunds/{refund['id']}/retry")).json()["status"] == "processing"
    await till.send_refunds_until(refund_is(somebody, refund, "succeeded"))
    assert _back(stripe, order) == (2500, 1)
    assert await shop.told(order["id"]) == ["OrderPaid", "OrderRefunded"]


async def _failed(
    member: Buyer, somebody: Buyer, order: dict[str, Any], stripe: Stripe, till: Till, **fault: Any
) -> dict[str, Any]:
    """A refund whose money did not arrive."""
    stripe.plan(refunds=[{"nth": [1], **fault}])
    refund = await member.refund(order)
    await till.send_refunds_until(refund_is(somebody, refund, "failed"))
    return refund


# What a bank sent back had gone before: then the buyer has been told already.
@pytest.mark.parametrize("fault", [{"fault": "fails_at_once"}, {"fault": "fails_later", "seconds": 0.5}])
async def test_a_refund_that_failed_is_paid_by_hand_told_once_and_not_sent_again(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till, fault: dict[str, Any]
):
    offered = await shop.publish()
    somebody, member = buyer(), await organizer(offered)
    order = await bought(somebody, offered, 1, stripe, till)
    refund = await _failed(member, somebody, order, stripe, till, **fault)
    before = stripe.money(order["id"])

    paid = (await member.post(f"/refunds/{refund['id']}/pay-by-hand", {"how": "Bank transfer of 3 May"})).json()
    assert (paid["status"], paid["paid_by_hand"], paid["failure"]) == ("succeeded", "Bank transfer of 3 May", None)
    assert (await till.payment(order)).status == "refunded"
    await till.send_refunds()
    assert await refund_is(somebody, refund, "succeeded")()
    assert stripe.money(order["id"]) == before
    assert await shop.told(order["id"]) == ["OrderPaid", "OrderRefunded"]
    timeline = (await member.get(f"/orders/{order['id']}/timeline")).json()["entries"]
    *_, last = [(entry["what"], entry["by"], entry["reason"], entry["amount"]) for entry in timeline]
    assert last == ("refund_sent", "organizer", "Bank transfer of 3 May", 2500)
    for act, body in (("retry", None), ("pay-by-hand", {"how": "Cash"})):
        assert (await member.post(f"/refunds/{refund['id']}/{act}", body)).json()["code"] == "refund_not_failed"


@pytest.mark.parametrize(("fault", "status"), [("pending", "succeeded"), ("pending_then_fails", "failed")])
async def test_a_refund_that_takes_time_is_waited_for(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till, fault: str, status: str
):
    offered = await shop.publish()
    somebody, member = buyer(), await organizer(offered)
    order = await bought(somebody, offered, 1, stripe, till)
    stripe.plan(refunds=[{"fault": fault, "rate": 1, "seconds": 0.5}])
    refund = await member.refund(order)
    await till.send_refunds_until(refund_is(somebody, refund, status))
    assert stripe.struck[fault] == 1


async def test_money_that_a_bank_sends_back_later_is_noticed_and_told_only_once(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    somebody, member = buyer(), await organizer(offered)
    order = await bought(somebody, offered, 1, stripe, till)
    stripe.plan(refunds=[{"fault": "fails_later", "nth": [1], "seconds": 0.5}])
    refund = await member.refund(order)
    await till.send_refunds_until(refund_is(somebody, refund, "succeeded"))
    await till.send_refunds_until(refund_is(somebody, refund, "failed"))
    await member.post(f"/refunds/{refund['id']}/retry")
    await till.send_refunds_until(refund_is(somebody, refund, "succeeded"))
    money = stripe.money(order["id"])
    assert (money["refunded"], money["times"]["refunded"], money["times"]["refund_returned"]) == (2500, 2, 1)
    assert await shop.told(order["id"]) == ["OrderPaid", "OrderRefunded"]


@pytest.mark.parametrize("step", ["planned", "called", "recorded", "committed"])
async def test_killed_while_money_is_sent_it_goes_back_once(
    shop: Shop,
    buyer: BuyerOf,
    organizer: OrganizerOf,
    stripe: Stripe,
    till: Till,
    environment: dict[str, str],
    step: str,
):
    offered = await shop.publish()
    somebody, member = buyer(), await organizer(offered)
    order = await bought(somebody, offered, 1, stripe, till)
    refund = await member.refund(order)
    failing = {"TICKETS_TEST_FAILPOINTS": "1", "FAIL_AT": f"send.{step}:1"}
    assert await settle_in_another_process({**environment, **failing}) == -signal.SIGKILL
    await till.leases_run_out(order)
    await till.send_refunds_until(refund_is(somebody, refund, "succeeded"))
    assert _back(stripe, order) == (2500, 1)
    assert await shop.told(order["id"]) == ["OrderPaid", "OrderRefunded"]
