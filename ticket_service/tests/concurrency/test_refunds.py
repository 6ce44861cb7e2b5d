"""Several refunds of one order at once, two approvals, the door: nothing goes back twice, nobody is inside for nothing."""

import asyncio
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select, update

from shared.persistence import clock
from shared.persistence.database import Database
from shared.testing.accounts import Person
from ticket_service.check_ins.models import CheckIn
from ticket_service.payments import service as payments
from ticket_service.payments.errors import MoreThanPaid
from ticket_service.payments.models import Payment
from ticket_service.refunds.models import Refund, RefundStatus
from ticket_service.stock import claims
from ticket_service.tests.paying import bought
from ticket_service.tests.shop import Buyer, Offered, OrganizerOf, Shop
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import Till
from ticket_service.tickets import service as tickets
from ticket_service.tickets.models import Ticket, TicketStatus

BuyerOf = Callable[[], Buyer]
People = Callable[..., Person]


async def _set_aside(database: Database, order: dict[str, Any]) -> bool:
    """Whether 4,000 of the order's payment are set aside."""
    async with database.transaction() as session:
        payment = (await session.execute(select(Payment).where(Payment.order_id == order["id"]))).scalar_one()
        try:
            await payments.set_aside(session, payment, 4000)
        except MoreThanPaid:
            return False
    return True


async def _set_aside_by_reading(database: Database, order: dict[str, Any], met: asyncio.Barrier) -> bool:
    async with database.transaction() as session:
        payment = (await session.execute(select(Payment).where(Payment.order_id == order["id"]))).scalar_one()
        await met.wait()
        if payment.refundable < 4000:
            return False
        left = update(Payment).where(Payment.id == payment.id).values(refundable=payment.refundable - 4000)
        await session.execute(left)
    return True


async def test_no_more_is_set_aside_than_was_captured(
    database: Database, shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    order = await bought(buyer(), await shop.publish(), 2, stripe, till)
    assert sorted(await asyncio.gather(*(_set_aside(database, order) for _ in range(5)))) == [False] * 4 + [True]
    assert (await till.payment(order)).refundable == 1000


async def test_control_who_reads_first_sets_aside_more(
    database: Database, shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    order = await bought(buyer(), await shop.publish(), 2, stripe, till)
    met = asyncio.Barrier(2)
    assert await asyncio.gather(*(_set_aside_by_reading(database, order, met) for _ in range(2))) == [True, True]


@pytest.mark.parametrize("round_", range(3))
async def test_partial_refunds_and_a_whole_one_at_once_give_back_what_was_captured(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till, round_: int
):
    offered = await shop.publish()
    somebody, member = buyer(), await organizer(offered)
    order = await bought(somebody, offered, 4, stripe, till)
    wishes: list[dict[str, Any]] = [{"amount": 4000}, {"amount": 4000}, {"amount": 4000}, {}]
    answers = await asyncio.gather(*(member.post("/refunds", {"order_id": order["id"], **wish}) for wish in wishes))
    granted = [answer.json() for answer in answers if answer.status_code == 201]
    assert {answer.status_code for answer in answers} <= {201, 409}

    async def all_sent() -> bool:
        found = (await somebody.get(f"/refunds?order_id={order['id']}")).json()["data"]
        return {refund["status"] for refund in found} == {"succeeded"}

    await till.send_refunds_until(all_sent)
    assert sum(refund["amount"] for refund in granted) == stripe.money(order["id"])["refunded"] == 10000
    assert await shop.stock(offered) == (0, 0)


async def _wished(shop: Shop, buyer: BuyerOf) -> tuple[Offered, dict[str, Any]]:
    """A wish for one of two free tickets."""
    offered = await shop.publish({"price": 0})
    somebody = buyer()
    order = await somebody.order(offered, 2)
    return offered, await somebody.refund(order, ticket_ids=(await somebody.tickets(order))[:1])


async def test_of_several_approvals_one_takes_effect(shop: Shop, buyer: BuyerOf, organizer: OrganizerOf):
    offered, wish = await _wished(shop, buyer)
    member = await organizer(offered)
    answers = await asyncio.gather(*(member.post(f"/refunds/{wish['id']}/approve") for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409]
    assert await shop.stock(offered) == (0, 1)
    assert (await shop.told(wish["order_id"])).count("OrderRefunded") == 1


async def _approve_without_locks(
    database: Database, offered: Offered, wish: dict[str, Any], met: asyncio.Barrier
) -> None:
    async with database.transaction() as session:
        refund = await session.get_one(Refund, wish["id"])
        await met.wait()
        refund.approve(await clock.now(session), amount=0, payment_id=None, decided_by=None)
        refund.mark_succeeded(await clock.now(session), None)
        await claims.return_sold(session, refund.account_id, refund.event_id, {offered.kind_id: 1})


async def test_control_approvals_without_locks_give_the_ticket_back_twice(
    database: Database, shop: Shop, buyer: BuyerOf
):
    offered, wish = await _wished(shop, buyer)
    met = asyncio.Barrier(2)
    await asyncio.gather(*(_approve_without_locks(database, offered, wish, met) for _ in range(2)))
    assert await shop.stock(offered) == (0, 0)


async def _at_the_door(shop: Shop, buyer: BuyerOf) -> tuple[Offered, dict[str, Any], dict[str, Any]]:
    """An event whose doors are open, a free order for it, and the scan of its ticket."""
    now = datetime.now(UTC)
    hours: dict[str, Any] = {
        "doors_at": now - timedelta(hours=1),
        "starts_at": now,
        "ends_at": now + timedelta(hours=3),
    }
    offered = await shop.publish({"price": 0}, **hours)
    somebody = buyer()
    order = await somebody.order(offered)
    [ticket_id] = await somebody.tickets(order)
    code = (await somebody.get(f"/tickets/{ticket_id}")).json()["code"]
    return offered, order, {"scan_id": uuid.uuid4().hex, "event_id": offered.event_id, "code": code}


async def _inside_and_refunded(database: Database, order: dict[str, Any]) -> tuple[int, int]:
    async with database.transaction() as session:
        of_order = Ticket.order_id == order["id"]
        inside = select(func.count(CheckIn.id)).join(Ticket, Ticket.id == CheckIn.ticket_id).where(of_order)
        refunded = select(func.count()).where(of_order, Ticket.status == TicketStatus.REFUNDED)
        return (await session.execute(inside)).scalar_one(), (await session.execute(refunded)).scalar_one()


@pytest.mark.parametrize("round_", range(5))
async def test_a_ticket_is_admitted_or_refunded_never_both(
    database: Database,
    shop: Shop,
    buyer: BuyerOf,
    organizer: OrganizerOf,
    client: httpx.AsyncClient,
    person: People,
    round_: int,
):
    offered, order, scan = await _at_the_door(shop, buyer)
    member = await organizer(offered)
    _, admitted = await asyncio.gather(
        member.post("/refunds", {"order_id": order["id"]}),
        client.post("/api/v1/check-ins", json=scan, auth=person("Admin")),
    )
    expected = (1, 0) if admitted.json()["result"] == "admitted" else (0, 1)
    assert await _inside_and_refunded(database, order) == expected


async def test_control_a_refund_that_does_not_lock_the_ticket_lets_both_happen(
    database: Database, shop: Shop, buyer: BuyerOf, client: httpx.AsyncClient, person: People
):
    _, order, scan = await _at_the_door(shop, buyer)
    async with database.transaction() as session:
        [ticket] = await tickets.list_valid_of_order(session, order["id"])
        admitted = await client.post("/api/v1/check-ins", json=scan, auth=person("Admin"))
        assert admitted.json()["result"] == "admitted"
        ticket.refund(await clock.now(session))
    assert await _inside_and_refunded(database, order) == (1, 1)


@pytest.mark.parametrize("round_", range(3))
async def test_of_two_wishes_for_one_ticket_one_is_kept(shop: Shop, buyer: BuyerOf, round_: int):
    somebody = buyer()
    order = await somebody.order(await shop.publish({"price": 0}))
    answers = await asyncio.gather(*(somebody.post("/refunds", {"order_id": order["id"]}) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    assert len((await somebody.get(f"/refunds?status={RefundStatus.REQUESTED}")).json()["data"]) == 1
