"""A webhook about a dispute and the look at it lock the same rows, in the same order."""

import asyncio
from collections.abc import Callable

from sqlalchemy import select

from shared.ids import new_id
from shared.persistence.database import Database
from ticket_service.payments import webhooks
from ticket_service.payments.events import Event
from ticket_service.payments.models import DisputeLook, Payment
from ticket_service.tests.paying import bought
from ticket_service.tests.shop import Buyer, Shop
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import Till
from ticket_service.tests.waiting import until_somebody_waits


async def test_a_webhook_that_waits_for_the_look_has_nothing_that_the_look_needs(
    shop: Shop, buyer: Callable[[], Buyer], stripe: Stripe, till: Till, database: Database
):
    intent_id = (await till.payment(await bought(buyer(), await shop.publish(), 1, stripe, till))).intent_id
    assert intent_id is not None
    subject = {"object": "dispute", "id": "dp_1", "payment_intent": intent_id}
    event = Event.model_validate({"id": new_id("evt"), "type": "charge.dispute.updated", "data": {"object": subject}})

    async def receive() -> None:
        async with database.transaction() as session:
            await webhooks.receive(session, {event.id: event})

    async with database.transaction() as session:
        await webhooks.ask_for_disputes(session, intent_id)
    async with database.transaction() as look:
        await look.execute(select(Payment.id).where(Payment.intent_id == intent_id).with_for_update())
        receiving = asyncio.create_task(receive())
        await until_somebody_waits(database)
        of_intent = select(DisputeLook.intent_id).where(DisputeLook.intent_id == intent_id)
        assert (await look.execute(of_intent.with_for_update(skip_locked=True))).scalar() == intent_id
    await receiving
