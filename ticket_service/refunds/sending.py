"""Has the provider send the money of approved refunds, each once. May be killed at any point and done again.

A call whose outcome nobody knows is looked up before it is made again; a key that would only repeat a failure, or that the
provider may have forgotten, is replaced by the next one once the provider shows no effect.
"""

import asyncio
import time
from datetime import datetime
from typing import Any

from sqlalchemy import exists, literal, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.persistence import clock
from shared.persistence.database import Database
from shared.persistence.leases import WorkState, claim, get_leased
from shared.runtime import Runtime
from ticket_service import failpoints
from ticket_service.config import Settings
from ticket_service.orders import service as orders
from ticket_service.payments.amounts import to_stripe
from ticket_service.payments.errors import ProviderRefused, ProviderUncertain
from ticket_service.payments.events import REFUND_FAILED
from ticket_service.payments.models import Payment, StripeEvent
from ticket_service.payments.operations import FIRST_PAUSE, KEYS_KEPT, LEASE, LONGEST_PAUSE, MOST_ATTEMPTS
from ticket_service.payments.seen import ProviderRefund
from ticket_service.payments.stripe_client import Provider
from ticket_service.refunds import outcomes, queries
from ticket_service.refunds.models import Refund, RefundStatus
from ticket_service.sales.settlement import guarded

AT_ONCE = 4
LONGEST_RUN_SECONDS = 20.0


async def send_due(runtime: Runtime[Settings], provider: Provider) -> None:
    """Works until nothing is due, or for so long that the worker's other tasks get their turn."""
    started = time.monotonic()
    async with runtime.database.transaction() as session:
        await _look_at_returned(session)
    while time.monotonic() - started < LONGEST_RUN_SECONDS:
        async with runtime.database.transaction() as session:
            due = await claim(session, Refund, limit=AT_ONCE, lease=LEASE)
        if not due:
            return
        await asyncio.gather(*(guarded(_send(runtime.database, provider, refund), refund.id) for refund in due))


async def _look_at_returned(session: AsyncSession) -> None:
    """Banks may send money back days later: what the provider says failed since it succeeded is looked at again."""
    said = exists().where(
        Payment.id == Refund.payment_id,
        StripeEvent.intent_id == Payment.intent_id,
        StripeEvent.type == literal(REFUND_FAILED, literal_execute=True),
        StripeEvent.received_at > Refund.asked_at,
    )
    sent = (Refund.status == RefundStatus.SUCCEEDED, Refund.state == WorkState.DONE, Refund.paid_by_hand.is_(None))
    again = {"state": WorkState.WAITING, "due_at": await clock.now(session), "attempts": 1}
    await session.execute(update(Refund).where(*sent, said).values(again).execution_options(synchronize_session=False))


async def _send(database: Database, provider: Provider, leased: Refund) -> None:
    """Makes the call of a leased refund, unless it has had its effect already, and records what came of it."""
    assert leased.payment_id is not None, "a refund without a payment has no money to send"
    async with database.transaction() as session:
        payment = await session.get_one(Payment, leased.payment_id)
    try:
        effect = await _perform(database, provider, leased, payment)
    except (ProviderUncertain, ProviderRefused) as error:
        await _record_error(database, leased, error)
        return
    async with database.transaction() as session:
        order = await orders.get_for_update(session, leased.order_id)
        refund = await get_leased(session, leased, leased.id)
        await queries.lock(session, refund)
        refund.asked_at = _taken_at(leased)
        if effect.status == "succeeded":
            await outcomes.succeeded(session, order, refund, provider_id=effect.id)
        elif effect.status in {"failed", "canceled"}:
            await outcomes.failed(session, refund, effect.failure_reason or effect.status, provider_id=effect.id)
        else:
            await _put_off(session, refund, ProviderUncertain(f"the refund is {effect.status}"))
        failpoints.reached("send.recorded")
    failpoints.reached("send.committed")


async def _perform(database: Database, provider: Provider, leased: Refund, payment: Payment) -> ProviderRefund:
    """Raises ProviderRefused or ProviderUncertain."""
    intent_id = _intent_id(payment)
    refund = leased
    if leased.attempts > 1:
        effect = await provider.find_refund(intent_id, leased.id, leased.provider_id)
        if effect is not None and (effect.id != leased.provider_id or leased.status == RefundStatus.SUCCEEDED):
            return effect
        if leased.status == RefundStatus.SUCCEEDED:
            raise ProviderUncertain("the provider does not show a refund that it made")
        refund = await _with_usable_key(database, leased)
    failpoints.reached("send.planned")
    effect = await provider.create_refund(_params(refund, intent_id), refund.stripe_key)
    failpoints.reached("send.called")
    return effect


async def _with_usable_key(database: Database, leased: Refund) -> Refund:
    """The row again, with the next key when the present one must not be sent any more."""
    async with database.transaction() as session:
        refund = await get_leased(session, leased, leased.id)
        moment = await clock.now(session)
        if refund.is_key_spent or moment - refund.key_since > KEYS_KEPT:
            refund.use_next_key(moment)
    return refund


async def _record_error(database: Database, leased: Refund, error: ProviderUncertain | ProviderRefused) -> None:
    async with database.transaction() as session:
        refund = await get_leased(session, leased, leased.id)
        if isinstance(error, ProviderRefused):
            await outcomes.failed(session, refund, error.code, provider_id=None)
        else:
            refund.is_key_spent |= error.is_stored
            await _put_off(session, refund, error)


async def _put_off(session: AsyncSession, refund: Refund, error: ProviderUncertain) -> None:
    moment = await clock.now(session)
    refund.put_off(moment, str(error), base=FIRST_PAUSE, cap=LONGEST_PAUSE, most=MOST_ATTEMPTS)


def _taken_at(leased: Refund) -> datetime:
    assert leased.lease_until is not None, "a claimed refund has a lease"
    return leased.lease_until - LEASE


def _params(refund: Refund, intent_id: str) -> dict[str, Any]:
    """What is sent; it follows from the row, so that a repeat sends the same."""
    metadata = {"order_id": refund.order_id, "payment_id": refund.payment_id, "operation_id": refund.id}
    amount = to_stripe(refund.amount, refund.currency)
    return {"payment_intent": intent_id, "amount": amount, "metadata": metadata}


def _intent_id(payment: Payment) -> str:
    assert payment.intent_id is not None, "only a payment with an intent was captured"
    return payment.intent_id
