"""Orders under review: people close them as the money says, and nobody moves it once more."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from shared.testing.accounts import Person
from ticket_service.invariants import violated
from ticket_service.payments import operations
from ticket_service.payments.models import OperationKind
from ticket_service.tests.flows.conditions import becomes
from ticket_service.tests.shop import Buyer, Offered, OrganizerOf, Shop
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import Till

BuyerOf = Callable[[], Buyer]
People = Callable[..., Person]
BY_HAND = {"outcome": "refunded", "how": "Bank transfer of 3 May"}
NOTHING_HERE = {"outcome": "canceled", "how": "Canceled in the dashboard"}


def _seen(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def _stuck(somebody: Buyer, shop: Shop, stripe: Stripe, till: Till, offered: Offered, **fault: Any) -> Any:
    """An order whose late money could not go back."""
    stripe.plan(refunds=[{"nth": [1], **fault}])
    order = await somebody.order(offered)
    payment = await somebody.pay(order)
    await stripe.confirm_debit(payment)
    await shop.cancel(offered)
    stripe.settle_debit(payment, "succeeded")
    await till.settle_until(becomes(somebody, order, "review"))
    return order


async def _odd(somebody: Buyer, stripe: Stripe, till: Till, offered: Offered) -> dict[str, Any]:
    """An order whose payment is of another amount at the provider."""
    order = await somebody.order(offered)
    payment = await somebody.pay(order)
    await stripe.change(payment, amount=100)
    await stripe.confirm(payment)
    await till.settle_until(becomes(somebody, order, "review"))
    return order


async def _broken(till: Till, order: dict[str, Any]) -> list[str]:
    async with till.database.transaction() as session:
        broken = await violated(await session.connection())
    return [name for name, rows in broken.items() if (order["number"],) in rows]


async def _last(member: Buyer, order: dict[str, Any]) -> tuple[str, str, str]:
    last = (await member.get(f"/orders/{order['id']}/timeline")).json()["entries"][-1]
    return last["what"], last["by"], last["reason"]


# What a bank sent back had gone before: then the buyer has been told already.
@pytest.mark.parametrize("fault", [{"fault": "fails_at_once"}, {"fault": "fails_later", "seconds": 0.5}])
async def test_money_that_could_not_go_back_is_sent_by_hand_told_once_and_not_sent_again(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till, fault: dict[str, Any]
):
    offered = await shop.publish()
    somebody, member = buyer(), await organizer(offered)
    order = await _stuck(somebody, shop, stripe, till, offered, **fault)
    before = stripe.money(order["id"])
    assert _seen(await member.post(f"/orders/{order['id']}/close-review", NOTHING_HERE)) == (409, "money_was_collected")

    closed = await member.post(f"/orders/{order['id']}/close-review", BY_HAND)
    assert (closed.status_code, closed.json()["status"]) == (200, "refunded")
    assert (await till.payment(order)).status == "refunded"
    assert await _last(member, order) == ("refund_sent", "organizer", "Bank transfer of 3 May")
    assert await shop.told(order["id"]) == ["OrderRefunded"]
    await till.look_again(order)
    async with till.database.transaction() as session:  # as if the provider told of the old failure once more
        await operations.look_again(session, OperationKind.REFUND, await till.payment(order))
    await till.settle()
    assert (await somebody.status(order), stripe.money(order["id"])) == ("refunded", before)
    assert await _broken(till, order) == []
    assert _seen(await member.post(f"/orders/{order['id']}/close-review", BY_HAND)) == (409, "order_not_under_review")


async def test_an_order_whose_payment_does_not_fit_is_closed_without_money_and_stays_so(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    somebody, member = buyer(), await organizer(offered)
    order = await _odd(somebody, stripe, till, offered)
    refused = await member.post(f"/orders/{order['id']}/close-review", BY_HAND)
    assert _seen(refused) == (409, "no_money_was_collected")

    closed = await member.post(f"/orders/{order['id']}/close-review", NOTHING_HERE)
    assert (closed.status_code, closed.json()["status"]) == (200, "canceled")
    assert await _last(member, order) == ("canceled", "organizer", "Canceled in the dashboard")
    assert await shop.told(order["id"]) == ["OrderCanceled"]
    await till.look_again(order)
    await till.settle()
    assert (await somebody.status(order), await shop.stock(offered)) == ("canceled", (0, 0))
    assert stripe.money(order["id"])["captured"] == 0
    assert await _broken(till, order) == []


async def test_only_the_organizer_and_admins_close_and_only_what_is_under_review(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, person: People, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    somebody = buyer()
    order = await _odd(somebody, stripe, till, offered)
    path = f"/orders/{order['id']}/close-review"
    for other in (somebody, buyer(), await organizer(await shop.publish())):
        assert _seen(await other.post(path, NOTHING_HERE)) == (404, "order_not_found")
    client = somebody.client
    assert (await client.post(f"/api/v1{path}", json=NOTHING_HERE)).status_code == 401
    assert _seen(await Buyer(client, person("Admin")).post(path, {"outcome": "paid", "how": "So."}))[0] == 422
    assert _seen(await Buyer(client, person("Admin")).post(path, {"outcome": "canceled", "how": " "}))[0] == 422
    under_review = {"status": "review", "event_id": offered.event_id}
    (found,) = (await client.get("/api/v1/admin/orders", params=under_review, auth=person("Admin"))).json()["data"]
    assert found["id"] == order["id"]
    assert (await Buyer(client, person("Admin")).post(path, NOTHING_HERE)).json()["status"] == "canceled"
    open_one = await somebody.order(offered)
    refused = await Buyer(client, person("Admin")).post(f"/orders/{open_one['id']}/close-review", NOTHING_HERE)
    assert _seen(refused) == (409, "order_not_under_review")
