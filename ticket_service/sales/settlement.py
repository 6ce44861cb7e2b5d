"""Brings payments to their end: looks at what is due, makes the calls that are planned, records what came of them.

Webhooks, the return page and the clock only make something due. Everything here may be killed at any point and done again.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypeVar

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.errors import DomainError
from shared.persistence import clock
from shared.persistence.database import among
from shared.persistence.leases import LeaseLost, claim, get_leased
from shared.runtime import Runtime
from ticket_service import failpoints
from ticket_service.changes import service as changes
from ticket_service.changes.models import What
from ticket_service.config import Settings
from ticket_service.orders import service as orders
from ticket_service.orders.models import Order
from ticket_service.payments import collecting, operations
from ticket_service.payments import service as payments
from ticket_service.payments.errors import ProviderRefused, ProviderUncertain
from ticket_service.payments.models import OperationKind, Payment, PaymentOperation, PaymentStatus
from ticket_service.payments.operations import FIRST_PAUSE, LEASE, LONGEST_PAUSE, MOST_ATTEMPTS
from ticket_service.payments.seen import Intent, ProviderRefund
from ticket_service.payments.stripe_client import Provider
from ticket_service.sales import decisions, settled_together
from ticket_service.sales.settled_together import Effect, Sight


class _Named(Protocol):
    @property
    def id(self) -> str:
        """What it is called in the log."""


W = TypeVar("W", bound=_Named)
R = TypeVar("R")

log = structlog.get_logger()

AT_ONCE = 16
# What has to be recorded by itself: two kinds of it share the four connections of a worker's child.
ALONE_AT_ONCE = 2
LONGEST_RUN_SECONDS = 20.0


async def settle_due(runtime: Runtime[Settings], provider: Provider) -> None:
    """Works until nothing is due, or for so long that the worker's other tasks get their turn."""
    started = time.monotonic()
    while time.monotonic() - started < LONGEST_RUN_SECONDS:
        async with runtime.database.transaction() as session:
            planned = await claim(session, PaymentOperation, limit=AT_ONCE, lease=LEASE)
            due = await claim(session, Payment, Payment.intent_id.is_not(None), limit=AT_ONCE, lease=LEASE)
        if not planned and not due:
            return
        await asyncio.gather(carry_out(runtime, provider, planned), look(runtime, provider, due))


async def look(runtime: Runtime[Settings], provider: Provider, leased: Sequence[Payment]) -> None:
    """Asks the provider for the payments' intents and lets the orders follow them."""
    sights = await _each(lambda payment: _seen(runtime, provider, payment), leased, AT_ONCE)
    rest = await settled_together.capture(runtime, sights)
    await _each(lambda sight: _follow(runtime, sight), rest, ALONE_AT_ONCE)


async def _seen(runtime: Runtime[Settings], provider: Provider, leased: Payment) -> Sight | None:
    """None when the provider does not show the intent now; then it is looked at later."""
    assert leased.intent_id is not None, "payments without an intent are not looked at"
    try:
        intent = await provider.retrieve_intent(leased.intent_id)
    except (ProviderUncertain, ProviderRefused) as error:
        async with runtime.database.transaction() as session:
            payment = await get_leased(session, leased, leased.id)
            moment = await clock.now(session)
            payment.put_off(moment, str(error), base=FIRST_PAUSE, cap=LONGEST_PAUSE, most=MOST_ATTEMPTS)
        return None
    failpoints.reached("look.retrieved")
    return Sight(leased, intent)


async def _follow(runtime: Runtime[Settings], sight: Sight) -> None:
    async with runtime.database.transaction() as session:
        order = await orders.get_for_update(session, sight.leased.order_id)
        payment = await get_leased(session, sight.leased, sight.leased.id)
        payment.looked(await clock.now(session) + decisions.NEXT_LOOK_AFTER, sight.taken_at)
        await decisions.decide(session, runtime.settings, order, payment, sight.intent)
        failpoints.reached("look.decided")
    failpoints.reached("look.committed")


async def carry_out(runtime: Runtime[Settings], provider: Provider, leased: Sequence[PaymentOperation]) -> None:
    """Makes planned calls and lets the orders follow their outcomes."""
    if not leased:
        return
    async with runtime.database.transaction() as session:
        query = select(Payment).where(among(Payment.id, {operation.payment_id for operation in leased}))
        found = {payment.id: payment for payment in (await session.execute(query)).scalars()}
    effects = await _each(
        lambda operation: _performed(runtime, provider, operation, found[operation.payment_id]), leased, AT_ONCE
    )
    rest = await settled_together.collect(runtime, effects)
    await _each(lambda effect: _record(runtime, effect), rest, ALONE_AT_ONCE)


async def _performed(
    runtime: Runtime[Settings], provider: Provider, leased: PaymentOperation, payment: Payment
) -> Effect | None:
    """None when the call had no effect that is known, which is recorded."""
    try:
        return Effect(leased, await operations.perform(runtime.database, provider, leased, payment))
    except ProviderUncertain as error:
        async with runtime.database.transaction() as session:
            await operations.put_off(session, await get_leased(session, leased, leased.id), error)
    except ProviderRefused as error:
        await _record_refusal(runtime, leased, error)
    return None


async def _record(runtime: Runtime[Settings], effect: Effect) -> None:
    leased = effect.leased
    async with runtime.database.transaction() as session:
        order = await orders.get_for_update(session, leased.order_id)
        payment = await session.get_one(Payment, leased.payment_id, with_for_update=True)
        operation = await get_leased(session, leased, leased.id)
        if isinstance(effect.shown, ProviderRefund):
            await _record_refund(session, operation, order, payment, effect.shown)
        else:
            operation.finish()
            await _record_intent(session, runtime.settings, operation, order, payment, effect.shown)
        failpoints.reached(f"{leased.kind}.recorded")
    failpoints.reached(f"{leased.kind}.committed")


async def _record_intent(
    session: AsyncSession,
    settings: Settings,
    operation: PaymentOperation,
    order: Order,
    payment: Payment,
    intent: Intent,
) -> None:
    if operation.kind == OperationKind.CREATE:
        payments.created(payment, intent, await clock.now(session))
    else:
        await decisions.decide(session, settings, order, payment, intent)


async def _record_refund(
    session: AsyncSession, operation: PaymentOperation, order: Order, payment: Payment, refund: ProviderRefund
) -> None:
    if refund.status == "succeeded":
        operation.finish()
        if payment.status != PaymentStatus.REFUNDED:
            await decisions.refunded(session, order, payment, operation.reason or "refunded")
    elif refund.status in {"failed", "canceled"}:
        await _give_up(session, operation, order, f"refund {refund.status}: {refund.failure_reason}")
    else:
        await operations.put_off(session, operation, ProviderUncertain(f"refund {refund.status}"))


async def _record_refusal(runtime: Runtime[Settings], leased: PaymentOperation, error: ProviderRefused) -> None:
    """What the provider refuses to create is over; what it refuses to do with an intent depends on what that has become."""
    if leased.kind == OperationKind.CREATE:
        await collecting.record_refusal(runtime.database, leased, error)
        return
    async with runtime.database.transaction() as session:
        order = await orders.get_for_update(session, leased.order_id)
        operation = await get_leased(session, leased, leased.id)
        if leased.kind == OperationKind.REFUND:
            await _give_up(session, operation, order, f"refund refused: {error.code}")
        else:
            await operations.put_off(session, operation, ProviderUncertain(error.code, is_stored=True))


async def _give_up(session: AsyncSession, operation: PaymentOperation, order: Order, reason: str) -> None:
    """Money that could not go back is never silent: people have to look at it."""
    log.error("refund_failed", order_id=order.id, payment_id=operation.payment_id, reason=reason)
    operation.give_up(reason)
    order.put_under_review()
    await changes.note(session, order.id, What.REFUND_FAILED, reason=reason)
    await changes.note(session, order.id, What.UNDER_REVIEW, reason="refund_failed")


async def _each(work: Callable[[W], Awaitable[R | None]], subjects: Sequence[W], at_once: int) -> Sequence[R]:
    """What came of those that came to something."""
    places = asyncio.Semaphore(at_once)

    async def one(subject: W) -> R | None:
        async with places:
            return await guarded(work(subject), subject.id)

    return [found for found in await asyncio.gather(*map(one, subjects)) if found is not None]


async def guarded(work: Awaitable[R | None], subject: str) -> R | None:
    """One payment's trouble must not stop the others; what is left undone is due again when its lease has run out."""
    try:
        return await work
    except LeaseLost:
        log.info("lease_lost", subject=subject)
    except DomainError as error:
        log.warning("settlement_postponed", subject=subject, error=repr(error))
    except Exception:
        log.exception("settlement_failed", subject=subject)
    return None
