"""A real instance and a real Celery worker, killed in the middle: nobody has to do anything."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from shared.persistence.database import Database
from shared.testing.accounts import Person, Signer
from ticket_service.tests.flows.conditions import becomes
from ticket_service.tests.processes import Processes, key_server
from ticket_service.tests.shop import Buyer, Shop
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.waiting import until


@pytest_asyncio.fixture
async def processes(environment: dict[str, str], signer: Signer, tmp_path: Path) -> AsyncIterator[Processes]:
    async with key_server(signer.jwks()) as auth:
        processes = Processes({**environment, "SERVICE_ADDRESSES": f"auth={auth}"}, tmp_path)
        yield processes
        await processes.stop()


@pytest.mark.timeout(300)
async def test_service_and_worker_die_in_the_middle_of_a_purchase_and_it_ends_paid(
    database: Database, processes: Processes, shop: Shop, stripe: Stripe, signer: Signer
):
    stripe.plan(webhooks=[{"fault": "drop", "rate": 1}])
    offered = await shop.publish()
    await processes.start_service(fail_at="create.called:1")
    async with httpx.AsyncClient(base_url=processes.address, timeout=30) as client:
        buyer = Buyer(client, Person(signer))
        order = await buyer.order(offered)
        with contextlib.suppress(httpx.HTTPError):
            await buyer.post(f"/orders/{order['id']}/payment", key="pay")
        assert await processes.killed("service")
        await processes.start_service()
        await processes.start_worker(fail_at="capture.called:1")
        answer = await buyer.post(f"/orders/{order['id']}/payment", key="pay")
        payment = answer.json()
        await stripe.confirm(payment)
        await buyer.pay(order)
        await until(becomes(buyer, order, "paid"))
    money = stripe.money(order["id"])
    assert (len(money["payment_intents"]), money["times"]["captured"], money["captured"]) == (1, 1, 2500)
    assert await shop.tickets(order["id"]) == 1
    assert await shop.told(order["id"]) == ["OrderPaid"]
    log = (processes.logs / "worker.log").read_text()
    assert "signal 9" in log
