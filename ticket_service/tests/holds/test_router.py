"""Holds over HTTP."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import select, update

from shared.messages.event import TicketTypeChanged
from shared.persistence.database import Database
from shared.testing.messages import tell
from ticket_service.catalog.models import TicketType
from ticket_service.holds import service as holds
from ticket_service.holds.models import Hold, HoldLine
from ticket_service.listeners import listeners
from ticket_service.sweeping import sweep
from ticket_service.tests.shop import Buyer, Offered, Shop

BuyerOf = Callable[[], Buyer]


async def _let_time_pass(database: Database, hold_id: str) -> None:
    async with database.transaction() as session:
        await session.execute(update(Hold).where(Hold.id == hold_id).values(expires_at=datetime.now(UTC)))


async def test_a_hold_takes_tickets_at_the_prices_of_the_moment(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish(capacity=5)
    hold = await buyer().hold(offered, 2)
    assert hold["status"] == "active"
    assert hold["total"] == 5000
    [item] = hold["items"]
    assert item == {
        "ticket_type_id": offered.kind_id,
        "ticket_type_name": "Standing",
        "quantity": 2,
        "unit_price": 2500,
    }
    assert await shop.stock(offered) == (2, 0)


async def test_the_price_of_a_hold_stays_when_the_type_becomes_dearer(database: Database, shop: Shop, buyer: BuyerOf):
    offered = await shop.publish()
    somebody = buyer()
    hold = await somebody.hold(offered)
    dearer = offered.kinds[0].model_copy(update={"price": 9900, "version": 2})
    await tell(database, listeners, TicketTypeChanged(event_id=offered.event_id, ticket_type=dearer, version=2))
    order = await somebody.post("/orders", {"hold_id": hold["id"], "holders": offered.holders()})
    assert order.json()["total"] == 2500


async def test_a_hold_needs_an_idempotency_key(client: httpx.AsyncClient, shop: Shop, buyer: BuyerOf):
    offered = await shop.publish()
    answer = await client.post("/api/v1/holds", json=offered.hold(), auth=buyer().person)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_required")


async def test_nobody_holds_anonymously(client: httpx.AsyncClient, shop: Shop):
    offered = await shop.publish()
    answer = await client.post("/api/v1/holds", json=offered.hold(), headers={"Idempotency-Key": "k"})
    assert answer.status_code == 401


async def test_somebody_elses_hold_is_not_there(shop: Shop, buyer: BuyerOf, client: httpx.AsyncClient):
    offered = await shop.publish()
    hold = await buyer().hold(offered)
    other = buyer()
    path = f"/holds/{hold['id']}"
    answers = [
        await other.get(path),
        await other.post(f"{path}/extend"),
        await client.delete(f"/api/v1{path}", auth=other.person),
        await other.post("/orders", {"hold_id": hold["id"], "holders": offered.holders()}),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4


async def test_a_limit_per_order_counts_all_lines_of_a_type_together(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish({"max_per_order": 3})
    answer = await buyer().post("/holds", {"event_id": offered.event_id, "items": offered.items(2) * 2})
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_per_order")
    assert await shop.stock(offered) == (0, 0)


async def test_a_limit_per_account_counts_holds_and_orders_together(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish({"max_per_account": 3, "price": 0})
    somebody = buyer()
    await somebody.order(offered)
    await somebody.hold(offered)
    refused = await somebody.post("/holds", offered.hold(2))
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_per_account")
    await somebody.hold(offered)
    assert (await buyer().post("/holds", offered.hold(3))).status_code == 201


@pytest.mark.parametrize(
    ("differences", "code"),
    [
        ({"sales_start_at": datetime.now(UTC) + timedelta(hours=1)}, "sales_not_started"),
        ({"sales_end_at": datetime.now(UTC) - timedelta(hours=1)}, "sales_ended"),
        ({"is_withdrawn": True}, "sales_ended"),
    ],
)
async def test_outside_its_window_a_type_is_not_sold(
    shop: Shop, buyer: BuyerOf, differences: dict[str, object], code: str
):
    offered = await shop.publish(differences)
    answer = await buyer().post("/holds", offered.hold())
    assert (answer.status_code, answer.json()["code"]) == (409, code)


async def test_a_canceled_event_sells_nothing_and_its_holds_run_out(database: Database, shop: Shop, buyer: BuyerOf):
    offered = await shop.publish()
    somebody = buyer()
    hold = await somebody.hold(offered)
    await shop.cancel(offered)
    assert (await somebody.post("/holds", offered.hold())).json()["code"] == "event_is_canceled"
    assert (await somebody.post("/orders", {"hold_id": hold["id"], "holders": offered.holders()})).status_code == 410


async def test_types_of_another_event_are_not_found(shop: Shop, buyer: BuyerOf):
    offered, other = await shop.publish(), await shop.publish()
    answer = await buyer().post("/holds", {"event_id": offered.event_id, "items": other.items()})
    assert (answer.status_code, answer.json()["code"]) == (404, "ticket_type_not_found")


async def test_two_currencies_do_not_go_into_one_hold(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish({}, {"currency": "JPY"})
    items = [{"ticket_type_id": kind.ticket_type_id, "quantity": 1} for kind in offered.kinds]
    answer = await buyer().post("/holds", {"event_id": offered.event_id, "items": items})
    assert (answer.status_code, answer.json()["code"]) == (409, "currencies_differ")


async def test_a_hold_is_extended_a_bounded_number_of_times(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish()
    somebody = buyer()
    hold = await somebody.hold(offered)
    extended = [await somebody.post(f"/holds/{hold['id']}/extend") for _ in range(3)]
    assert [answer.status_code for answer in extended] == [200, 200, 409]
    assert extended[0].json()["expires_at"] > hold["expires_at"]
    assert extended[2].json()["code"] == "hold_extended_too_often"


async def test_extending_checks_the_sale_again(database: Database, shop: Shop, buyer: BuyerOf):
    offered = await shop.publish()
    somebody = buyer()
    hold = await somebody.hold(offered)
    async with database.transaction() as session:
        over = update(TicketType).where(TicketType.id == offered.kind_id)
        await session.execute(over.values(sales_end_at=datetime.now(UTC)))
    answer = await somebody.post(f"/holds/{hold['id']}/extend")
    assert (answer.status_code, answer.json()["code"]) == (409, "sales_ended")


async def test_a_released_hold_gives_its_tickets_and_its_allowance_back(
    client: httpx.AsyncClient, shop: Shop, buyer: BuyerOf
):
    offered = await shop.publish({"max_per_account": 1}, capacity=1)
    somebody = buyer()
    hold = await somebody.hold(offered)
    released = await client.delete(f"/api/v1/holds/{hold['id']}", auth=somebody.person)
    assert released.status_code == 204
    assert await shop.stock(offered) == (0, 0)
    assert (await somebody.post("/holds", offered.hold())).status_code == 201
    again = await client.delete(f"/api/v1/holds/{hold['id']}", auth=somebody.person)
    assert (again.status_code, again.json()["code"]) == (409, "hold_ended")


async def test_an_expired_hold_puts_its_tickets_back_on_sale(database: Database, shop: Shop, buyer: BuyerOf):
    offered = await shop.publish({"max_per_account": 1}, capacity=1)
    somebody = buyer()
    hold = await somebody.hold(offered)
    await _let_time_pass(database, hold["id"])
    await _expire(database)
    assert await shop.stock(offered) == (0, 0)
    assert (await somebody.get(f"/holds/{hold['id']}")).json()["status"] == "expired"
    assert (await somebody.post("/holds", offered.hold())).status_code == 201


async def test_a_hold_is_over_at_its_moment_before_any_sweeper_comes(database: Database, shop: Shop, buyer: BuyerOf):
    offered: Offered = await shop.publish()
    somebody = buyer()
    hold = await somebody.hold(offered)
    await _let_time_pass(database, hold["id"])
    order = await somebody.post("/orders", {"hold_id": hold["id"], "holders": offered.holders()})
    assert (order.status_code, order.json()["code"]) == (410, "hold_expired")
    assert (await somebody.post(f"/holds/{hold['id']}/extend")).json()["code"] == "hold_expired"


async def test_what_ended_days_ago_is_forgotten_and_what_is_active_is_not(
    database: Database, shop: Shop, buyer: BuyerOf, monkeypatch: pytest.MonkeyPatch
):
    offered = await shop.publish()
    somebody = buyer()
    active, released, expired, ordered = [await somebody.hold(offered) for _ in range(4)]
    await somebody.client.delete(f"/api/v1/holds/{released['id']}", auth=somebody.person)
    await _let_time_pass(database, expired["id"])
    await _expire(database)
    order = (await somebody.post("/orders", {"hold_id": ordered["id"], "holders": offered.holders()})).json()
    await holds.purge(database)
    assert (await somebody.get(f"/holds/{released['id']}")).status_code == 200
    monkeypatch.setattr(holds, "KEPT", timedelta(seconds=-1))  # as if it were days later
    await holds.purge(database)
    for hold, status in ((active, 200), (released, 404), (expired, 404), (ordered, 404)):
        assert (await somebody.get(f"/holds/{hold['id']}")).status_code == status
    async with database.transaction() as session:
        lines = select(HoldLine.hold_id).where(HoldLine.hold_id.in_([active["id"], released["id"], ordered["id"]]))
        assert (await session.execute(lines)).scalars().all() == [active["id"]]
    assert (await somebody.get(f"/orders/{order['id']}")).json()["total"] == order["total"]
    again = await somebody.post("/orders", {"hold_id": ordered["id"], "holders": offered.holders()})
    assert (again.status_code, again.json()["code"]) == (404, "hold_not_found")


async def _expire(database: Database) -> None:
    await sweep(database, holds.find_due, holds.expire)
