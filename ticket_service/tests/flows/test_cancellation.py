"""An event is canceled: all its orders are refunded in the background, once each, also when that is killed on its way."""

import signal
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update

from ticket_service.refunds import cancellation
from ticket_service.stock.models import Allocation
from ticket_service.tests.paying import bought
from ticket_service.tests.settling import settle_in_another_process
from ticket_service.tests.shop import Buyer, Offered, OrganizerOf, Shop
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import Till

BuyerOf = Callable[[], Buyer]
FREE, PAID = 50, 10


async def _sold(shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till) -> tuple[Offered, list[dict[str, Any]]]:
    """An event with sixty orders, ten of which cost something."""
    offered = await shop.publish({"price": 2500}, {"price": 0})
    paid = [await bought(buyer(), offered, 1, stripe, till) for _ in range(PAID)]
    free = {"event_id": offered.event_id, "items": [{"ticket_type_id": offered.kinds[1].ticket_type_id, "quantity": 1}]}
    holders = [{"ticket_type_id": offered.kinds[1].ticket_type_id, "name": "Guest"}]
    answers = [await buyer().post("/orders", {**free, "holders": holders}) for _ in range(FREE)]
    assert {answer.status_code for answer in answers} == {201}
    return offered, [*paid, *(answer.json() for answer in answers)]


async def _progress(member: Buyer, offered: Offered) -> dict[str, Any]:
    progress: dict[str, Any] = (await member.get(f"/events/{offered.event_id}/refunds/progress")).json()
    return progress


@pytest.mark.timeout(300)
@pytest.mark.parametrize("step", ["cancellation.refunded:31", "cancellation.recorded:1"])
async def test_killed_in_the_middle_the_orders_of_a_canceled_event_are_refunded_once_each(
    shop: Shop,
    buyer: BuyerOf,
    organizer: OrganizerOf,
    stripe: Stripe,
    till: Till,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    step: str,
):
    await till.refund_canceled_events()
    offered, orders = await _sold(shop, buyer, stripe, till)
    member = await organizer(offered)
    assert (await member.get(f"/events/{offered.event_id}/refunds/progress")).status_code == 404
    await shop.cancel(offered)
    before = await _progress(member, offered)
    assert (before["orders"], before["done"], before["amount"]) == (60, 0, PAID * 2500)
    failing = {"TICKETS_TEST_FAILPOINTS": "1", "FAIL_AT": step}
    assert await settle_in_another_process({**environment, **failing}) == -signal.SIGKILL
    middle = await _progress(member, offered)
    assert (middle["orders"], 0 < middle["done"] < 60, middle["is_finished"]) == (60, True, False)
    monkeypatch.setattr(cancellation, "BATCH", 20)

    async def is_finished() -> bool:
        await till.refund_canceled_events()
        return bool((await _progress(member, offered))["is_finished"])

    await till.send_refunds_until(is_finished)
    after = await _progress(member, offered)
    assert (after["orders"], after["done"], after["failed"], after["refunded"]) == (60, 60, 0, PAID * 2500)
    assert [await shop.stock(offered, kind) for kind in (0, 1)] == [(0, 0), (0, 0)]
    for order in orders:
        assert await shop.told(order["id"]) == ["OrderPaid", "OrderRefunded"]
    for order in orders[:PAID]:
        money = stripe.money(order["id"])
        assert (money["captured"], money["refunded"], money["times"]["refunded"]) == (2500, 2500, 1)


async def _counted_as_sold(till: Till, offered: Offered, sold: int) -> None:
    """The counter is wrong, or right again: with too little in it an order cannot give its tickets back."""
    async with till.database.transaction() as session:
        await session.execute(update(Allocation).where(Allocation.event_id == offered.event_id).values(sold=sold))


async def test_one_order_that_cannot_be_refunded_stops_no_other_and_is_tried_again(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, till: Till
):
    offered = await shop.publish({"price": 0})
    somebody, member = buyer(), await organizer(offered)
    orders = [await somebody.order(offered) for _ in range(3)]
    await _counted_as_sold(till, offered, 2)
    await shop.cancel(offered)
    await till.refund_canceled_events()
    assert sorted([await somebody.status(order) for order in orders]) == ["paid", "refunded", "refunded"]
    assert not (await _progress(member, offered))["is_finished"]
    await _counted_as_sold(till, offered, 1)
    await till.refund_canceled_events()
    assert {await somebody.status(order) for order in orders} == {"refunded"}
    progress = await _progress(member, offered)
    assert (progress["orders"], progress["done"], progress["is_finished"]) == (3, 3, True)


async def test_partly_refunded_orders_and_wishes_of_a_canceled_event_end_as_well(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    somebody, member = buyer(), await organizer(offered)
    order = await bought(somebody, offered, 3, stripe, till)
    first, second, _ = await somebody.tickets(order)
    await member.refund(order, ticket_ids=[first])
    wish = await somebody.refund(order, ticket_ids=[second])
    await shop.cancel(offered)
    await till.refund_canceled_events()
    assert (await somebody.get(f"/refunds/{wish['id']}")).json()["status"] == "declined"

    async def all_is_back() -> bool:
        return bool(stripe.money(order["id"])["refunded"] == 7500)

    await till.send_refunds_until(all_is_back)
    await till.send_refunds()
    assert (await somebody.status(order), stripe.money(order["id"])["times"]["refunded"]) == ("refunded", 2)


async def test_progress_is_for_those_who_organize_the_event(shop: Shop, buyer: BuyerOf, organizer: OrganizerOf):
    offered = await shop.publish()
    await shop.cancel(offered)
    for other in (buyer(), await organizer(await shop.publish())):
        assert (await other.get(f"/events/{offered.event_id}/refunds/progress")).status_code == 404
    found = await _progress(await organizer(offered), offered)
    assert (found["orders"], found["currency"]) == (0, None)
