"""A buyer's bank takes money back: kept, told, seen by who manages the event, and never refunded as well."""

import asyncio
from collections.abc import Callable
from functools import partial

import httpx
import pytest
from sqlalchemy import select

from shared.ids import new_id
from shared.persistence import clock
from shared.testing.accounts import Person
from shared.testing.figures import scrape
from ticket_service.disputes.models import Dispute, DisputeStatus
from ticket_service.tests.disputes.bank import Bank
from ticket_service.tests.paying import bought, refund_is
from ticket_service.tests.shop import Buyer, OrganizerOf, Shop
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import Till
from ticket_service.tests.waiting import until

BuyerOf = Callable[[], Buyer]
PersonOf = Callable[..., Person]


async def test_a_webhook_has_the_dispute_looked_at_kept_and_told(
    bank: Bank, shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    member = await organizer(offered)
    order = await bought(buyer(), offered, 1, stripe, till)
    await bank.opens(order)

    async def is_kept() -> bool:
        await bank.look()
        return await bank.dispute(order) is not None

    await until(is_kept)
    assert await bank.stand(order) == ("needs_response", 2500, "disputed", 0)
    assert await shop.told(order["id"]) == ["OrderPaid", "OrderDisputed"]
    told = (await shop.payloads(order["id"]))[-1]
    assert (told["amount"], told["reason"], told["member_ids"]) == (2500, "fraudulent", [member.person.account_id])
    assert await shop.tickets(order["id"]) == 1


@pytest.mark.parametrize(("outcome", "refundable", "status"), [("lost", 0, "disputed"), ("won", 2500, "captured")])
async def test_the_outcome_decides_what_can_be_refunded(
    bank: Bank,
    shop: Shop,
    buyer: BuyerOf,
    organizer: OrganizerOf,
    stripe: Stripe,
    till: Till,
    outcome: str,
    refundable: int,
    status: str,
):
    offered = await shop.publish()
    somebody, member = buyer(), await organizer(offered)
    order = await bought(somebody, offered, 1, stripe, till)
    dispute = await bank.opens(order)
    await bank.day_passes()
    bank.decides(dispute, outcome)

    async def is_over() -> bool:
        await bank.look()
        found = await bank.dispute(order)
        return found is not None and not found.is_open

    await until(is_over)
    assert await bank.stand(order) == (outcome, 2500 - refundable, status, refundable)
    refund = await member.refund(order)
    await till.send_refunds_until(refund_is(somebody, refund, "succeeded"))
    assert refund["amount"] == refundable
    money = stripe.money(order["id"])
    assert money["refunded"] + (money["disputed"] - money["dispute_won"]) == 2500
    assert await somebody.status(order) == "refunded"


async def test_what_a_bank_gives_back_after_the_event_was_canceled_can_be_refunded(
    bank: Bank, shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    somebody, member = buyer(), await organizer(offered)
    order = await bought(somebody, offered, 1, stripe, till)
    dispute = await bank.opens(order)
    await bank.day_passes()

    async def has_become(status: str) -> bool:
        await bank.look()
        found = await bank.dispute(order)
        return found is not None and found.status == status

    await until(partial(has_become, "needs_response"))
    await shop.cancel(offered)
    await till.refund_canceled_events()
    assert await somebody.status(order) == "refunded"
    bank.decides(dispute, "won")
    await bank.day_passes()
    await until(partial(has_become, "won"))
    assert await somebody.status(order) == "partially_refunded"
    refund = await member.refund(order, amount=2500)
    await till.send_refunds_until(refund_is(somebody, refund, "succeeded"))
    assert await somebody.status(order) == "refunded"


async def test_what_went_back_before_is_not_withheld_and_what_is_disputed_is_not_refunded(
    bank: Bank, shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    stripe.plan(webhooks=[{"fault": "drop", "on": ["refund.*", "charge.refunded"], "rate": 1}])
    offered = await shop.publish()
    somebody, member = buyer(), await organizer(offered)
    order = await bought(somebody, offered, 1, stripe, till)
    await till.send_refunds_until(refund_is(somebody, await member.refund(order, amount=1000), "succeeded"))
    await bank.opens(order, amount=2500)

    async def is_kept() -> bool:
        await bank.look()
        return await bank.dispute(order) is not None

    await until(is_kept)
    assert await bank.stand(order) == ("needs_response", 1500, "disputed", 0)
    more = await member.post("/refunds", {"order_id": order["id"], "amount": 1})
    assert (more.status_code, more.json()["code"]) == (409, "more_than_paid")


async def test_a_refund_and_a_dispute_at_once_never_take_more_than_was_paid(
    bank: Bank, shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    member = await organizer(offered)
    for _ in range(5):
        order = await bought(buyer(), offered, 1, stripe, till)
        await bank.opens(order)

        async def is_kept(order=order) -> bool:
            await bank.look()
            return await bank.dispute(order) is not None

        wish = {"order_id": order["id"], "amount": 2000}
        answer, _ = await asyncio.gather(member.post("/refunds", wish), until(is_kept))
        _, withheld, _, refundable = await bank.stand(order)
        taken = 2000 if answer.status_code == 201 else 0
        assert withheld + taken + refundable == 2500


async def test_an_open_dispute_is_looked_at_each_day_without_any_webhook(
    bank: Bank, shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    order = await bought(buyer(), await shop.publish(), 1, stripe, till)
    dispute = await bank.opens(order)

    async def is_kept() -> bool:
        await bank.look()
        return await bank.dispute(order) is not None

    await until(is_kept)
    stripe.plan(webhooks=[{"fault": "drop", "rate": 1}])
    bank.decides(dispute, "lost")
    await bank.look()
    assert (await bank.stand(order))[0] == "needs_response"
    await bank.day_passes()
    await bank.look()
    assert (await bank.stand(order))[0] == "lost"


async def test_a_provider_that_is_away_is_asked_again(
    bank: Bank, shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    order = await bought(buyer(), await shop.publish(), 1, stripe, till)
    stripe.plan(calls=[{"fault": "error_before_effect", "on": ["disputes.list"], "nth": [1, 2, 3]}])
    await bank.opens(order)

    async def is_kept() -> bool:
        await bank.day_passes()
        await bank.look()
        return await bank.dispute(order) is not None

    await until(is_kept)
    assert stripe.struck["error_before_effect"] == 3
    assert await shop.told(order["id"]) == ["OrderPaid", "OrderDisputed"]


async def test_a_dispute_counts_until_the_bank_has_decided(
    bank: Bank, client: httpx.AsyncClient, shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    order = await bought(buyer(), await shop.publish(), 1, stripe, till)
    await bank.opens(order)

    async def is_kept() -> bool:
        await bank.look()
        return await bank.dispute(order) is not None

    await until(is_kept)
    while_open = (await scrape(client))["disputes_open",]
    async with till.database.transaction() as session:
        found = await session.execute(select(Dispute).where(Dispute.order_id == order["id"]))
        found.scalar_one().become(DisputeStatus.WON, await clock.now(session))
    assert (await scrape(client))["disputes_open",] == while_open - 1


async def test_who_manages_the_event_and_admins_see_disputes_and_nobody_else_does(
    bank: Bank,
    client: httpx.AsyncClient,
    person: PersonOf,
    shop: Shop,
    buyer: BuyerOf,
    organizer: OrganizerOf,
    stripe: Stripe,
    till: Till,
):
    offered, other = await shop.publish(), await shop.publish()
    somebody, member, stranger = buyer(), await organizer(offered), await organizer(other)
    order = await bought(somebody, offered, 1, stripe, till)
    await bank.opens(order)

    async def is_kept() -> bool:
        await bank.look()
        return await bank.dispute(order) is not None

    await until(is_kept)
    dispute = await bank.dispute(order)
    assert dispute is not None
    for caller in (member, Buyer(client, person("Admin"))):
        shown = (await caller.get(f"/disputes/{dispute.id}")).json()
        assert (shown["order_id"], shown["status"], shown["withheld"]) == (order["id"], "needs_response", 2500)
        assert shown["evidence_until"] is not None
        query = f"/disputes?order_id={order['id']}&event_id={offered.event_id}&status=needs_response"
        assert [row["id"] for row in (await caller.get(query)).json()["data"]] == [dispute.id]
    for caller in (somebody, stranger):
        foreign, absent = await caller.get(f"/disputes/{dispute.id}"), await caller.get(f"/disputes/{new_id('dsp')}")
        assert (foreign.status_code, foreign.json()["code"]) == (404, "dispute_not_found")
        assert foreign.json()["detail"] == absent.json()["detail"]
        assert (await caller.get("/disputes")).json()["data"] == []
    assert (await client.get("/api/v1/disputes")).status_code == 401
    assert (await client.get(f"/api/v1/disputes/{dispute.id}")).status_code == 401
