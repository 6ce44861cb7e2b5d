"""What the worker does, done by a test: settling, expiring, refunding, letting time pass."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import or_, select, update

from shared.persistence import clock
from shared.persistence.database import Database
from shared.persistence.leases import WorkState
from shared.runtime import Runtime
from ticket_service.config import Settings
from ticket_service.orders.models import Order
from ticket_service.payments.models import Payment, PaymentOperation
from ticket_service.payments.stripe_client import Provider
from ticket_service.refunds import cancellation, sending
from ticket_service.refunds.models import Cancellation, Refund
from ticket_service.sales import ending, settlement
from ticket_service.sweeping import sweep

LONG_AGO, FAR_AHEAD = datetime(2020, 1, 1, tzinfo=UTC), datetime(2120, 1, 1, tzinfo=UTC)
PATIENCE_SECONDS = 30.0


@dataclass(frozen=True)
class Till:
    runtime: Runtime[Settings]
    provider: Provider

    @property
    def database(self) -> Database:
        return self.runtime.database

    async def settle(self) -> None:
        """The worker's task, run again for what it passes over because a webhook holds it just then."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            await settlement.settle_due(self.runtime, self.provider)
            while await self._has_passed_over():
                await settlement.settle_due(self.runtime, self.provider)

    async def _has_passed_over(self) -> bool:
        async with self.database.transaction() as session:
            moment = await clock.now(session)
            for work, *criteria in ((PaymentOperation,), (Payment, Payment.intent_id.is_not(None))):
                is_free = or_(work.lease_until.is_(None), work.lease_until < moment)
                due = select(work.id).where(work.state == WorkState.WAITING, work.due_at <= moment, is_free, *criteria)
                if (await session.execute(due.limit(1))).first():
                    return True
        return False

    async def settle_until(self, condition: Callable[[], Awaitable[bool]]) -> None:
        """Runs until the condition is met. Pauses after uncertain calls are skipped, webhooks are waited for."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await condition():
                await self._let_pauses_pass()
                await self.settle()

    async def send_refunds(self) -> None:
        """One run of the worker's task."""
        await sending.send_due(self.runtime, self.provider)

    async def send_refunds_until(self, condition: Callable[[], Awaitable[bool]]) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await condition():
                await self._let_pauses_pass()
                await self.send_refunds()

    async def refund_canceled_events(self) -> None:
        """One run of the worker's task, with the leases of killed ones over and the time of the last look come."""
        await self._set(update(Cancellation).values(lease_until=None, due_at=LONG_AGO, created_at=LONG_AGO))
        await cancellation.refund_due(self.database)

    async def expire(self) -> None:
        """One run of the worker's task."""
        await sweep(self.database, ending.find_due, ending.expire)
        await sweep(self.database, ending.find_stranded, ending.end_stranded)

    async def time_to_pay_is_over(self, order: dict[str, Any]) -> None:
        await self._set(update(Order).where(Order.id == order["id"]).values(expires_at=LONG_AGO))

    async def look_again(self, order: dict[str, Any]) -> None:
        """The minute until the reconciler's next look is over."""
        await self._set(update(Payment).where(Payment.order_id == order["id"]).values(due_at=LONG_AGO))

    async def pauses_pass(self, order: dict[str, Any]) -> None:
        """The pauses after calls of uncertain outcome are over."""
        await self._set(
            update(PaymentOperation).where(PaymentOperation.order_id == order["id"]).values(due_at=LONG_AGO)
        )

    async def pauses_last(self, order: dict[str, Any]) -> None:
        """No call that was put off is made again for now."""
        await self._set(
            update(PaymentOperation).where(PaymentOperation.order_id == order["id"]).values(due_at=FAR_AHEAD)
        )

    async def leases_run_out(self, order: dict[str, Any]) -> None:
        """The half minute is over in which what a killed process had claimed stays claimed."""
        for work in (Payment, PaymentOperation, Refund):
            leased = update(work).where(work.order_id == order["id"], work.lease_until.is_not(None))
            await self._set(leased.values(lease_until=LONG_AGO))

    async def payment(self, order: dict[str, Any]) -> Payment:
        """The order's newest payment."""
        query = select(Payment).where(Payment.order_id == order["id"]).order_by(Payment.attempt.desc()).limit(1)
        async with self.database.transaction() as session:
            return (await session.execute(query)).scalar_one()

    async def calls_left(self, order: dict[str, Any]) -> list[str]:
        """The order's calls that are still to be made."""
        waiting = (PaymentOperation.order_id == order["id"], PaymentOperation.state == WorkState.WAITING)
        async with self.database.transaction() as session:
            return list((await session.execute(select(PaymentOperation.kind).where(*waiting))).scalars())

    async def keys(self, order: dict[str, Any]) -> list[str]:
        """The provider's keys that were last used for the order's calls."""
        query = select(PaymentOperation.stripe_key).where(PaymentOperation.order_id == order["id"])
        async with self.database.transaction() as session:
            return sorted((await session.execute(query)).scalars())

    async def _let_pauses_pass(self) -> None:
        for work in (PaymentOperation, Refund):
            waiting = work.lease_until.is_(None) & (work.state == "waiting")
            await self._set(update(work).where(waiting).values(due_at=LONG_AGO))
        await asyncio.sleep(0.02)

    async def _set(self, statement: Any) -> None:
        async with self.database.transaction() as session:
            await session.execute(statement)
