"""Starting payments over HTTP."""

from collections.abc import Callable

import httpx

from shared.messages.auth import SessionRevoked
from shared.persistence.database import Database
from shared.testing.messages import tell
from ticket_service.listeners import listeners
from ticket_service.tests.shop import Buyer, Shop
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import LONG_AGO, Till

BuyerOf = Callable[[], Buyer]


async def test_a_payment_needs_an_idempotency_key(client: httpx.AsyncClient, shop: Shop, buyer: BuyerOf):
    somebody = buyer()
    order = await somebody.order(await shop.publish())
    answer = await client.post(f"/api/v1/orders/{order['id']}/payment", auth=somebody.person)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_required")


async def test_the_same_key_gets_the_same_bytes_and_another_order_is_refused_under_it(
    shop: Shop, buyer: BuyerOf, stripe: Stripe
):
    somebody = buyer()
    offered = await shop.publish()
    order, other = await somebody.order(offered), await somebody.order(offered)
    first = await somebody.post(f"/orders/{order['id']}/payment", key="pay")
    again = await somebody.post(f"/orders/{order['id']}/payment", key="pay")
    assert (again.content, again.headers["idempotent-replayed"]) == (first.content, "true")
    wrong = await somebody.post(f"/orders/{other['id']}/payment", key="pay")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "idempotency_key_reused")


async def test_a_refusal_is_kept_under_its_key_although_it_would_be_another_one_now(
    shop: Shop, buyer: BuyerOf, till: Till
):
    somebody = buyer()
    order = await somebody.order(await shop.publish())
    await till.time_to_pay_is_over(order)
    first = await somebody.post(f"/orders/{order['id']}/payment", key="late")
    await somebody.post(f"/orders/{order['id']}/cancel")
    again = await somebody.post(f"/orders/{order['id']}/payment", key="late")
    assert (first.status_code, first.json()["code"]) == (410, "order_is_expired")
    assert (again.content, again.headers["idempotent-replayed"]) == (first.content, "true")
    now = await somebody.post(f"/orders/{order['id']}/payment")
    assert (now.status_code, now.json()["code"]) == (409, "order_not_pending")


async def test_what_the_provider_refuses_is_said_and_told(shop: Shop, buyer: BuyerOf, till: Till):
    somebody = buyer()
    order = await somebody.order(await shop.publish({"price": 10}))
    answer = await somebody.post(f"/orders/{order['id']}/payment")
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["reason"]) == (409, "payment_refused", "amount_too_small")
    assert await shop.told(order["id"]) == ["PaymentFailed"]
    assert (await till.payment(order)).status == "canceled"
    await till.time_to_pay_is_over(order)
    await till.expire()
    assert await somebody.status(order) == "expired"


async def test_a_revoked_session_pays_nothing(database: Database, shop: Shop, buyer: BuyerOf, stripe: Stripe):
    somebody = buyer()
    order = await somebody.order(await shop.publish())
    person = somebody.person
    revoked = SessionRevoked(account_id=person.account_id, session_id=person.session_id, until=LONG_AGO)
    await tell(database, listeners, revoked)
    assert (await somebody.post(f"/orders/{order['id']}/payment")).status_code == 401
    assert (await somebody.post("/orders", {})).status_code in {401, 422}


async def test_an_order_that_costs_nothing_has_no_payment(shop: Shop, buyer: BuyerOf):
    somebody = buyer()
    order = await somebody.order(await shop.publish({"price": 0}))
    answer = await somebody.post(f"/orders/{order['id']}/payment")
    assert (answer.status_code, answer.json()["code"]) == (409, "order_not_pending")
