"""What is believed of a webhook: that Stripe signed it just now, and nothing of its content."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import orjson
import pytest
from sqlalchemy import func, select

from shared.ids import new_id
from shared.persistence import purging
from shared.persistence.database import Database
from ticket_service.payments import webhooks
from ticket_service.payments.errors import InvalidWebhook
from ticket_service.payments.models import StripeEvent
from ticket_service.tests.flows.conditions import becomes
from ticket_service.tests.payments.hostile_webhooks import BODIES, SIGNATURES, TOO_LARGE
from ticket_service.tests.shop import Buyer, Shop
from ticket_service.tests.stripe import WEBHOOK_SECRET, Stripe, intent_id, signature
from ticket_service.tests.till import Till

BuyerOf = Callable[[], Buyer]
PATH = "/api/v1/payments/stripe/webhook"


def _event(intent: str = "pi_nobodys", kind: str = "payment_intent.succeeded", **of_intent: Any) -> bytes:
    subject = {"object": "payment_intent", "id": intent, **of_intent}
    return orjson.dumps({"id": new_id("evt"), "type": kind, "data": {"object": subject}})


async def _send(client: httpx.AsyncClient, body: bytes, signature: str | bytes) -> httpx.Response:
    headers = {"Content-Type": "application/json; charset=utf-8", "Stripe-Signature": signature}
    return await client.post(PATH, content=body, headers=headers)  # type: ignore[arg-type]  # also bytes that are no text


async def _stored(database: Database) -> int:
    async with database.transaction() as session:
        return (await session.execute(select(func.count()).select_from(StripeEvent))).scalar_one()


async def test_a_signed_webhook_is_stored_once_and_answered_every_time(client: httpx.AsyncClient, database: Database):
    body, before = _event(), await _stored(database)
    answers = [await _send(client, body, signature(body)) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert await _stored(database) == before + 1


async def test_the_content_of_a_webhook_decides_nothing(
    client: httpx.AsyncClient, shop: Shop, buyer: BuyerOf, till: Till
):
    somebody = buyer()
    order = await somebody.order(await shop.publish())
    payment = await somebody.pay(order)
    lie = _event(intent_id(payment), status="succeeded", amount=2500, amount_received=2500)
    assert (await _send(client, lie, signature(lie))).status_code == 200
    await till.settle()
    assert await somebody.status(order) == "pending"
    assert await shop.tickets(order["id"]) == 0


async def test_a_webhook_about_a_charge_has_its_intent_looked_at(
    client: httpx.AsyncClient, shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    stripe.plan(webhooks=[{"fault": "drop", "rate": 1}])
    somebody = buyer()
    order = await somebody.order(await shop.publish())
    payment = await somebody.pay(order)
    await stripe.confirm(payment)
    subject = {"object": "charge", "id": "ch_1", "payment_intent": intent_id(payment)}
    body = orjson.dumps({"id": new_id("evt"), "type": "charge.succeeded", "data": {"object": subject}})
    await _send(client, body, signature(body))
    await till.settle_until(becomes(somebody, order, "paid"))


@pytest.mark.parametrize("at", [-301, 301, 365 * 86400])
async def test_a_signature_of_another_time_is_refused(client: httpx.AsyncClient, database: Database, at: float):
    body, before = _event(), await _stored(database)
    answer = await _send(client, body, signature(body, at=at))
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_webhook")
    assert await _stored(database) == before


@pytest.mark.parametrize("signature", SIGNATURES, ids=range(len(SIGNATURES)))
async def test_hostile_signatures_are_refused(client: httpx.AsyncClient, signature: bytes):
    answer = await _send(client, _event(), signature)
    assert answer.status_code == 400


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
async def test_hostile_bodies_are_refused_even_when_signed(client: httpx.AsyncClient, body: bytes):
    answers = [await _send(client, body, signed) for signed in (signature(body), signature(b"{}"))]
    assert [answer.status_code for answer in answers] == [400, 400]


async def test_what_is_longer_than_any_webhook_is_not_even_read(client: httpx.AsyncClient):
    assert (await _send(client, TOO_LARGE, signature(TOO_LARGE))).status_code == 413


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_the_check_itself_refuses_hostile_bodies(body: bytes):
    signed = signature(body)
    with pytest.raises(InvalidWebhook):
        webhooks.verified(body, signed, WEBHOOK_SECRET)


async def test_a_webhook_signed_with_another_secret_is_refused(client: httpx.AsyncClient):
    body = _event()
    assert (await _send(client, body, signature(body, secret="whsec_other"))).status_code == 400


async def test_a_changed_body_is_refused(client: httpx.AsyncClient):
    body = _event()
    assert (await _send(client, body + b" ", signature(body))).status_code == 400


async def test_old_webhooks_are_forgotten_in_batches(
    client: httpx.AsyncClient, database: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(purging, "BATCH", 2)
    long_ago = datetime.now(UTC) - timedelta(days=32)
    async with database.transaction() as session:
        session.add_all(
            StripeEvent(id=new_id("evt"), type="charge.captured", intent_id=None, received_at=long_ago)
            for _ in range(5)
        )
    body = _event()
    await _send(client, body, signature(body))
    await webhooks.purge(database)
    async with database.transaction() as session:
        received = (await session.execute(select(StripeEvent.id, StripeEvent.received_at))).all()
    assert min(row.received_at for row in received) > long_ago + timedelta(days=1)
    assert orjson.loads(body)["id"] in {row.id for row in received}
