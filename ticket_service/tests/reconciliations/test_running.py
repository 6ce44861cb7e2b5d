"""Whole runs: nothing is found where nothing is wrong, everything on every page, and our own books too."""

import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import update

from shared.ids import new_id
from shared.testing.accounts import Person
from shared.testing.figures import scrape
from ticket_service import invariants
from ticket_service.payments import stripe_client
from ticket_service.payments.models import Payment
from ticket_service.reconciliations import running
from ticket_service.stock.models import Allocation
from ticket_service.tests.flows.conditions import becomes
from ticket_service.tests.flows.test_lost_webhooks import Counter
from ticket_service.tests.paying import bought, refund_is
from ticket_service.tests.reconciliations.books import Auditor
from ticket_service.tests.shop import Buyer, Offered, OrganizerOf, Shop
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import LONG_AGO, Till

BuyerOf = Callable[[], Buyer]
PersonOf = Callable[..., Person]
PATH = "/admin/reconciliations"


async def _lives(
    shop: Shop, offered: Offered, buyer: BuyerOf, member: Buyer, stripe: Stripe, till: Till
) -> list[dict[str, Any]]:
    """Orders in every state that a sale leaves behind."""
    orders = []
    counter = Counter(stripe, till)
    for way in counter.ways:
        somebody = buyer()
        orders.append(await somebody.order(offered))
        await way(somebody, orders[-1], await somebody.pay(orders[-1]))
        await till.look_again(orders[-1])
    await till.expire()
    await till.settle()
    refunds = [await member.refund(orders[0]), await member.refund(orders[1], amount=700)]
    for refund in refunds:
        await till.send_refunds_until(refund_is(member, refund, "succeeded"))
    somebody = buyer()
    orders += [await somebody.order(offered) for _ in range(3)]
    await somebody.pay(orders[-1])
    await stripe.confirm(await somebody.pay(orders[-2]))
    late = await shop.publish()
    orders.append(await somebody.order(late))
    payment = await somebody.pay(orders[-1])
    await stripe.confirm_debit(payment)
    await shop.cancel(late)
    stripe.settle_debit(payment, "succeeded")
    await till.look_again(orders[-1])
    await till.settle_until(becomes(somebody, orders[-1], "refunded"))
    return orders


async def test_where_nothing_is_wrong_nothing_is_found_or_changed(
    auditor: Auditor, shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    orders = await _lives(shop, offered, buyer, await organizer(offered), stripe, till)
    before = await shop.stock(offered)
    assert await auditor.found(*orders, repair=True) == []
    await auditor.plant(Payment, orders[2], amount=2501)
    assert await auditor.found(*orders) == [("amount_differs", "review")]
    assert await shop.stock(offered) == before


async def test_what_has_just_happened_is_no_difference(
    auditor: Auditor, shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till, monkeypatch: pytest.MonkeyPatch
):
    order = await bought(buyer(), await shop.publish(), 1, stripe, till)
    await stripe.refund({"client_secret": (await till.payment(order)).intent_id}, 1000)
    assert await auditor.found(order) == [("refund_unknown", "record_refund")]
    monkeypatch.setattr(running, "GRACE", timedelta(minutes=5))
    assert await auditor.found(order, repair=True) == []
    assert (await till.payment(order)).refundable == 2500


async def test_every_page_is_compared(
    auditor: Auditor, shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till, monkeypatch: pytest.MonkeyPatch
):
    offered = await shop.publish()
    orders = [await bought(buyer(), offered, 1, stripe, till) for _ in range(5)]
    for order in orders:
        await stripe.refund({"client_secret": (await till.payment(order)).intent_id}, 1000)
        await stripe.make_intent(order_id=order["id"], payment_id=new_id("pay"))
    monkeypatch.setattr(stripe_client, "PAGE", 2)
    found = await auditor.found(*orders)
    assert sorted(found) == [("intent_unwanted", "cancel_intent")] * 5 + [("refund_unknown", "record_refund")] * 5


async def test_a_run_that_was_killed_goes_on_and_says_each_difference_once(
    auditor: Auditor, shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till, monkeypatch: pytest.MonkeyPatch
):
    order = await bought(buyer(), await shop.publish(), 1, stripe, till)
    await stripe.refund({"client_secret": (await till.payment(order)).intent_id}, 1000)

    async def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    begun = await auditor.begin()
    with monkeypatch.context() as patch:
        patch.setattr(running, "_go_on", killed)
        patch.setattr(running, "LEASE", timedelta(seconds=-1))
        with pytest.raises(KeyboardInterrupt):
            await running._compare_refunds(till.database, till.provider, begun)
    await running.compare_due(till.runtime, till.provider)
    found = [row for row in await auditor.run() if row.order_id == order["id"]]
    assert [row.code for row in found] == ["refund_unknown"]


async def test_a_provider_that_is_away_is_asked_again(auditor: Auditor, stripe: Stripe, till: Till):
    stripe.plan(calls=[{"fault": "error_before_effect", "on": ["payment_intents.list"], "nth": [1, 2, 3]}])
    begun = await auditor.begin()
    await running.compare_due(till.runtime, till.provider)
    assert stripe.struck["error_before_effect"] == 3
    async with till.database.transaction() as session:
        waiting = await session.get_one(type(begun), begun.id)
        assert (waiting.finished_at, waiting.attempts) == (None, 1)
        assert waiting.last_error is not None
        waiting.due_at = LONG_AGO
    await running.compare_due(till.runtime, till.provider)
    async with till.database.transaction() as session:
        assert (await session.get_one(type(begun), begun.id)).finished_at is not None


async def test_books_that_disagree_among_themselves_are_found(
    auditor: Auditor, shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    await bought(buyer(), offered, 1, stripe, till)
    of_event = update(Allocation).where(Allocation.event_id == offered.event_id, Allocation.ticket_type_id.is_not(None))
    async with till.database.transaction() as session:
        wrong = await session.execute(of_event.values(sold=Allocation.sold + 1).returning(Allocation.id))
        allocation_id = str(wrong.scalar_one())
    promise = "an allocation's sold is not what was sold"
    found = {row.subject: row for row in await auditor.run(repair=True)}
    assert (found[promise].code, found[promise].repair) == ("books_disagree", "review")
    assert found[promise].ours["number"] >= 1
    async with till.database.transaction() as session:
        await session.execute(of_event.values(sold=Allocation.sold - 1))
    assert allocation_id


async def test_a_run_that_was_killed_in_the_books_goes_on_with_the_promise_that_comes_next(
    auditor: Auditor, till: Till, monkeypatch: pytest.MonkeyPatch
):
    checked: list[str] = []
    really = invariants.check_one

    async def check_one(promise: str) -> Sequence[Sequence[Any]]:
        if len(checked) == 3:
            checked.append("killed")
            raise KeyboardInterrupt
        checked.append(promise)
        return await really(promise)

    monkeypatch.setattr(invariants, "check_one", check_one)
    begun = await auditor.begin()
    with monkeypatch.context() as patch:
        patch.setattr(running, "LEASE", timedelta(seconds=-1))
        with pytest.raises(KeyboardInterrupt):
            await running.compare_due(till.runtime, till.provider)
    await running.compare_due(till.runtime, till.provider)
    promises = list(invariants.VIOLATIONS)
    assert checked == [*promises[:3], "killed", *promises[3:]]
    async with till.database.transaction() as session:
        assert (await session.get_one(type(begun), begun.id)).finished_at is not None


async def test_admins_begin_a_run_and_read_what_it_found(
    auditor: Auditor,
    client: httpx.AsyncClient,
    person: PersonOf,
    shop: Shop,
    buyer: BuyerOf,
    stripe: Stripe,
    till: Till,
):
    admin = Buyer(client, person("Admin"))
    order = await bought(buyer(), await shop.publish(), 1, stripe, till)
    await stripe.refund({"client_secret": (await till.payment(order)).intent_id}, 1000)
    begun = await admin.post(PATH, {"since": auditor.since.isoformat()})
    assert (begun.status_code, begun.json()["finished_at"], begun.json()["is_repairing"]) == (202, None, False)
    await running.compare_due(till.runtime, till.provider)
    path = f"{PATH}/{begun.json()['id']}"
    read = (await admin.get(path)).json()
    assert read["finished_at"] is not None
    assert min(read["intents"], read["refunds"], read["differences"]) >= 1
    listed = (await admin.get(f"{path}/differences?limit=100")).json()["data"]
    mine = [row for row in listed if row["order_id"] == order["id"]]
    assert [(row["code"], row["theirs"]["amount"], row["repaired_at"]) for row in mine] == [
        ("refund_unknown", 1000, None)
    ]
    assert (await admin.get(PATH)).json()["data"][0]["id"] == read["id"]
    assert (await scrape(client))["books_differ",] >= 1


async def test_nobody_but_admins_sees_or_begins_a_run(
    auditor: Auditor, client: httpx.AsyncClient, person: PersonOf, till: Till
):
    begun = await auditor.begin()
    await running.compare_due(till.runtime, till.provider)
    for path in (PATH, f"{PATH}/{begun.id}", f"{PATH}/{begun.id}/differences"):
        assert (await client.get(f"/api/v1{path}")).status_code == 401
        for role in ("User", "EventCreator", "Operator"):
            assert (await client.get(f"/api/v1{path}", auth=person(role))).status_code == 403
    assert (await Buyer(client, person("EventCreator")).post(PATH, {"repair": True})).status_code == 403
    admin = Buyer(client, person("Admin"))
    assert (await client.post(f"/api/v1{PATH}", json={}, auth=admin.person)).status_code == 400
    for path in (new_id("rec"), f"{new_id('rec')}/differences"):
        missing = await admin.get(f"{PATH}/{path}")
        assert (missing.status_code, missing.json()["code"]) == (404, "reconciliation_not_found")


async def test_of_many_who_begin_at_once_one_run_comes(
    auditor: Auditor, client: httpx.AsyncClient, person: PersonOf, till: Till
):
    admin = Buyer(client, person("Admin"))
    lately = {"since": auditor.since.isoformat()}
    answers = await asyncio.gather(*(admin.post(PATH, lately) for _ in range(5)))
    refused = [answer.json()["code"] for answer in answers if answer.status_code == 409]
    assert refused == ["reconciliation_running"] * 4
    await running.compare_due(till.runtime, till.provider)
    assert (await admin.post(PATH, lately)).status_code == 202
    await running.compare_due(till.runtime, till.provider)


async def test_operators_have_a_command(auditor: Auditor, environment: dict[str, str]):
    command = (sys.executable, "-m", "ticket_service.reconciliations", "--days", "0.001")
    process = await asyncio.create_subprocess_exec(
        *command, env={**os.environ, **environment}, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    assert process.returncode in {0, 1}, said
    assert b"intents and" in said
