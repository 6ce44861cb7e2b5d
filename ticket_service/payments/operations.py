"""Calls that change something at the provider: each a committed row first, under a key made from rows.

A call whose outcome nobody knows is looked up before it is made again. A key that would only repeat a failure, or that the
provider may have forgotten, is replaced by the next one once the provider shows no effect.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.ids import new_id
from shared.persistence import bulk, clock
from shared.persistence.database import Database
from shared.persistence.leases import WorkState, get_leased
from ticket_service import failpoints
from ticket_service.payments.amounts import to_stripe
from ticket_service.payments.errors import ProviderUncertain
from ticket_service.payments.models import OperationKind, Payment, PaymentOperation
from ticket_service.payments.seen import Intent, ProviderRefund
from ticket_service.payments.stripe_client import Provider

LEASE = timedelta(seconds=30)
KEYS_KEPT = timedelta(hours=23)
FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(minutes=1)
# Money is not given up: two months at a minute each.
MOST_ATTEMPTS = 100_000
# How far the provider's clock may be behind ours when intents are looked up by the time of their creation.
CLOCKS_APART = timedelta(minutes=5)


_MADE_AGAIN = """
ON CONFLICT (payment_id, kind)
DO UPDATE SET state = excluded.state, due_at = excluded.due_at, attempts = 1, is_key_spent = true
WHERE payment_operations.state <> excluded.state
"""


async def plan(session: AsyncSession, kind: OperationKind, payment: Payment, *, reason: str | None = None) -> None:
    """Commits, with the transaction, that the call is to be made. One that is waiting stays; one that is over is made again.

    To make it again means to look up its effect first and to use the next key.
    """
    await plan_all(session, kind, [payment], reason=reason)


async def plan_all(
    session: AsyncSession, kind: OperationKind, payments: Sequence[Payment], *, reason: str | None = None
) -> None:
    """The same for many payments at once."""
    await session.flush()  # the payments before what refers to them
    moment = await clock.now(session)
    planned = [planned_at(moment, kind, payment, reason=reason) for payment in payments]
    await bulk.insert(session, planned, on_conflict=_MADE_AGAIN)


def planned_at(
    moment: datetime, kind: OperationKind, payment: Payment, *, reason: str | None = None
) -> PaymentOperation:
    """The first call of its kind for a payment, in no session."""
    operation_id = new_id("pop")
    return bulk.row(
        PaymentOperation,
        id=operation_id,
        kind=kind,
        order_id=payment.order_id,
        payment_id=payment.id,
        state=WorkState.WAITING,
        attempts=0,
        due_at=moment,
        attempt=1,
        stripe_key=_key(kind, payment, 1),
        key_since=moment,
        is_key_spent=False,
        params_hash=_hash(_params(kind, operation_id, payment)),
        reason=reason,
    )


async def look_again(session: AsyncSession, kind: OperationKind, payment: Payment) -> None:
    """Has the effect of a call that is over looked up once more: a bank may send money back days later."""
    over = (
        PaymentOperation.payment_id == payment.id,
        PaymentOperation.kind == kind,
        PaymentOperation.state == WorkState.DONE,
        PaymentOperation.paid_by_hand.is_(None),
    )
    again = {"state": WorkState.WAITING, "due_at": await clock.now(session), "attempts": 1}
    await session.execute(update(PaymentOperation).where(*over).values(again))


async def find_for_update(session: AsyncSession, kind: OperationKind, payment_id: str) -> PaymentOperation | None:
    query = select(PaymentOperation).where(PaymentOperation.payment_id == payment_id, PaymentOperation.kind == kind)
    return (await session.execute(query.with_for_update())).scalar_one_or_none()


async def perform(
    database: Database, provider: Provider, operation: PaymentOperation, payment: Payment
) -> Intent | ProviderRefund:
    """Makes the call of a leased operation, unless it has had its effect already. Returns what it led to.

    Raises ProviderRefused or ProviderUncertain.
    """
    if operation.attempts > 1:
        effect = await _find_effect(provider, operation, payment)
        if effect is not None:
            return effect
        operation, payment = await _with_usable_key(database, operation)
    failpoints.reached(f"{operation.kind}.planned")
    effect = await _call(provider, operation, payment)
    failpoints.reached(f"{operation.kind}.called")
    return effect


async def put_off(session: AsyncSession, operation: PaymentOperation, error: ProviderUncertain) -> None:
    """Records that nobody knows; the call is looked up and made again later."""
    operation.is_key_spent |= error.is_stored
    moment = await clock.now(session)
    operation.put_off(moment, str(error), base=FIRST_PAUSE, cap=LONGEST_PAUSE, most=MOST_ATTEMPTS)


async def _with_usable_key(database: Database, operation: PaymentOperation) -> tuple[PaymentOperation, Payment]:
    """The rows again, with the next key when the present one must not be sent any more."""
    async with database.transaction() as session:
        payment = await session.get_one(Payment, operation.payment_id, with_for_update=True)
        operation = await get_leased(session, operation, operation.id)
        moment = await clock.now(session)
        params_hash = _hash(_params(operation.kind, operation.id, payment))
        if operation.is_key_spent or moment - operation.key_since > KEYS_KEPT or params_hash != operation.params_hash:
            operation.attempt += 1
            if operation.kind == OperationKind.CREATE:
                payment.attempt += 1
            operation.stripe_key = _key(operation.kind, payment, operation.attempt)
            operation.key_since, operation.is_key_spent, operation.params_hash = moment, False, params_hash
    return operation, payment


async def _find_effect(
    provider: Provider, operation: PaymentOperation, payment: Payment
) -> Intent | ProviderRefund | None:
    if operation.kind == OperationKind.CREATE:
        return await provider.find_intent(payment.id, payment.created_at - CLOCKS_APART)
    intent_id = _intent_id(payment)
    if operation.kind == OperationKind.REFUND:
        return await provider.find_refund(intent_id, operation.id)
    intent = await provider.retrieve_intent(intent_id)
    unchanged = {
        OperationKind.CAPTURE: {"requires_capture"},
        OperationKind.CANCEL: {
            "requires_payment_method", "requires_confirmation", "requires_action", "requires_capture",
        },
    }  # fmt: skip
    return None if intent.status in unchanged[operation.kind] else intent


async def _call(provider: Provider, operation: PaymentOperation, payment: Payment) -> Intent | ProviderRefund:
    params = _params(operation.kind, operation.id, payment)
    if operation.kind == OperationKind.CREATE:
        return await provider.create_intent(params, operation.stripe_key)
    if operation.kind == OperationKind.REFUND:
        return await provider.create_refund(params, operation.stripe_key)
    act = provider.capture_intent if operation.kind == OperationKind.CAPTURE else provider.cancel_intent
    return await act(_intent_id(payment), params, operation.stripe_key)


def _params(kind: OperationKind, operation_id: str, payment: Payment) -> dict[str, Any]:
    """What is sent; it follows from the rows, so that a repeat sends the same."""
    if kind == OperationKind.CREATE:
        return {
            "amount": to_stripe(payment.amount, payment.currency),
            "currency": payment.currency.lower(),
            "automatic_payment_methods": {"enabled": True},
            "payment_method_options": {"card": {"capture_method": "manual"}},
            "metadata": {"order_id": payment.order_id, "payment_id": payment.id},
        }
    if kind == OperationKind.CANCEL:
        return {"cancellation_reason": "abandoned"}
    if kind == OperationKind.REFUND:
        metadata = {"order_id": payment.order_id, "payment_id": payment.id, "operation_id": operation_id}
        return {"payment_intent": _intent_id(payment), "metadata": metadata}
    return {}


def _key(kind: OperationKind, payment: Payment, attempt: int) -> str:
    if kind == OperationKind.CREATE:
        return f"pi:{payment.order_id}:{payment.attempt}"
    again = "" if attempt == 1 else f":{attempt}"
    if kind == OperationKind.CAPTURE:
        return f"cap:{payment.order_id}:{payment.intent_id}{again}"
    if kind == OperationKind.CANCEL:
        return f"can:{payment.intent_id}{again}"
    return f"ref:late:{payment.order_id}:{payment.attempt}{again}"


def _hash(params: dict[str, Any]) -> str:
    return hashlib.sha256(orjson.dumps(params, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _intent_id(payment: Payment) -> str:
    assert payment.intent_id is not None, "only a payment with an intent is captured, canceled or refunded"
    return payment.intent_id
