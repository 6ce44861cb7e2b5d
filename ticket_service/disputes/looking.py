"""Asks the provider for the disputes of payments that a webhook, the schedule or a reconciliation named."""

import asyncio
import time
from datetime import datetime, timedelta

from sqlalchemy import select

from shared.persistence import clock
from shared.persistence.database import Database
from shared.persistence.leases import claim, get_leased
from shared.runtime import Runtime
from ticket_service.config import Settings
from ticket_service.disputes import service as disputes
from ticket_service.orders import service as orders
from ticket_service.payments.errors import ProviderRefused, ProviderUncertain
from ticket_service.payments.models import DisputeLook, Payment
from ticket_service.payments.operations import FIRST_PAUSE, LEASE, LONGEST_PAUSE, MOST_ATTEMPTS
from ticket_service.payments.stripe_client import Provider
from ticket_service.sales.settlement import guarded

AT_ONCE = 4
LONGEST_RUN_SECONDS = 10.0
# A webhook asks for a look earlier.
NEXT_LOOK_AFTER = timedelta(days=1)


async def look_due(runtime: Runtime[Settings], provider: Provider) -> None:
    """Works until nothing is due, or for so long that the worker's other tasks get their turn."""
    started = time.monotonic()
    while time.monotonic() - started < LONGEST_RUN_SECONDS:
        async with runtime.database.transaction() as session:
            due = await claim(session, DisputeLook, limit=AT_ONCE, lease=LEASE)
        if not due:
            return
        await asyncio.gather(*(guarded(_look(runtime.database, provider, look), look.intent_id) for look in due))


async def _look(database: Database, provider: Provider, leased: DisputeLook) -> None:
    try:
        shown = await provider.disputes_of(leased.intent_id)
    except (ProviderUncertain, ProviderRefused) as error:
        async with database.transaction() as session:
            look = await get_leased(session, leased, leased.intent_id)
            moment = await clock.now(session)
            look.put_off(moment, str(error), base=FIRST_PAUSE, cap=LONGEST_PAUSE, most=MOST_ATTEMPTS)
        return
    async with database.transaction() as session:
        found = select(Payment.id, Payment.order_id).where(Payment.intent_id == leased.intent_id)
        of_intent = (await session.execute(found)).one_or_none()
        kept = []
        if of_intent is not None:
            order = await orders.get_for_update(session, of_intent.order_id)
            payment = await session.get_one(Payment, of_intent.id, with_for_update=True)
            kept = [await disputes.record(session, order, payment, dispute) for dispute in shown]
        look = await get_leased(session, leased, leased.intent_id)
        next_at = await clock.now(session) + NEXT_LOOK_AFTER
        look.looked(next_at if any(dispute is None or dispute.is_open for dispute in kept) else None, _taken_at(leased))


def _taken_at(leased: DisputeLook) -> datetime:
    assert leased.lease_until is not None, "a claimed look has a lease"
    return leased.lease_until - LEASE
