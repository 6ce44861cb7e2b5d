"""What goes well is recorded for many payments in one transaction: money that is authorized, money that has come.

Everything else, and what could not be recorded together, is left to the caller, who records each by itself.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from shared.errors import Unavailable
from shared.persistence import clock
from shared.persistence.leases import lock_leased
from shared.runtime import Runtime
from ticket_service import failpoints
from ticket_service.catalog import offers
from ticket_service.config import Settings
from ticket_service.orders import service as orders
from ticket_service.payments import service as payments
from ticket_service.payments.models import OperationKind, Payment, PaymentOperation
from ticket_service.payments.operations import LEASE
from ticket_service.payments.seen import Intent, ProviderRefund
from ticket_service.sales import decisions
from ticket_service.sales.decisions import Followed

log = structlog.get_logger()


@dataclass(frozen=True, eq=False)
class Sight:
    """A payment that is leased to the worker, and its intent as the provider shows it."""

    leased: Payment
    intent: Intent

    @property
    def id(self) -> str:
        return self.leased.id

    @property
    def taken_at(self) -> datetime:
        assert self.leased.lease_until is not None, "a claimed payment has a lease"
        return self.leased.lease_until - LEASE


@dataclass(frozen=True, eq=False)
class Effect:
    """A planned call that is leased to the worker, and what it led to."""

    leased: PaymentOperation
    shown: Intent | ProviderRefund

    @property
    def id(self) -> str:
        return self.leased.id


S = TypeVar("S", Sight, Effect)
# Records those of which it returns nothing.
_Record = Callable[[AsyncSession, Sequence[S]], Awaitable[Sequence[S]]]


async def capture(runtime: Runtime[Settings], sights: Sequence[Sight]) -> Sequence[Sight]:
    """Plans to capture the money that is authorized for orders that wait for it. Returns the other sights."""

    async def record(session: AsyncSession, sights: Sequence[Sight]) -> Sequence[Sight]:
        locked = await orders.lock_all(session, [sight.leased.order_id for sight in sights])
        leased = await lock_leased(session, [sight.leased for sight in sights], Payment.id)
        held = {payment.id: payment for payment in leased}
        events = await offers.find_events(session, {order.event_id for order in locked.values()})
        next_at = await clock.now(session) + decisions.NEXT_LOOK_AFTER
        followed = []
        rest = []
        for sight in sights:
            order, payment = locked[sight.leased.order_id], held.get(sight.id)
            one = None if payment is None else Followed(order, payment, sight.intent)
            if one is not None and decisions.waits_for_capture(runtime.settings, one, events[order.event_id]):
                one.payment.looked(next_at, sight.taken_at)
                followed.append(one)
            else:
                rest.append(sight)
        await decisions.capture_all(session, followed)
        failpoints.reached("look.decided")
        return rest

    plain = [sight for sight in sights if sight.intent.status == "requires_capture"]
    return await _together(runtime, sights, plain, record, "look.committed")


async def collect(runtime: Runtime[Settings], effects: Sequence[Effect]) -> Sequence[Effect]:
    """Gives orders their tickets whose money has been captured. Returns the other effects."""

    async def record(session: AsyncSession, effects: Sequence[Effect]) -> Sequence[Effect]:
        locked = await orders.lock_all(session, [effect.leased.order_id for effect in effects])
        paid = await payments.lock_all(session, [effect.leased.payment_id for effect in effects])
        leased = await lock_leased(session, [effect.leased for effect in effects], PaymentOperation.id)
        held = {operation.id: operation for operation in leased}
        events = await offers.find_events(session, {order.event_id for order in locked.values()})
        followed = []
        rest = []
        for effect in effects:
            operation, order = held.get(effect.id), locked[effect.leased.order_id]
            assert isinstance(effect.shown, Intent), "what is captured is an intent"
            one = Followed(order, paid[effect.leased.payment_id], effect.shown)
            if operation is not None and decisions.waits_for_money(runtime.settings, one, events[order.event_id]):
                operation.finish()
                followed.append(one)
            else:
                rest.append(effect)
        await decisions.collect_all(session, followed, events)
        failpoints.reached("capture.recorded")
        return rest

    plain = [effect for effect in effects if effect.leased.kind == OperationKind.CAPTURE]
    return await _together(runtime, effects, plain, record, "capture.committed")


async def _together(
    runtime: Runtime[Settings], everything: Sequence[S], plain: Sequence[S], record: _Record[S], committed: str
) -> Sequence[S]:
    """What is left when the plain ones have been recorded: everything when one of them stood in the way.

    Nothing when the database is away: then all of it is due again when its leases have run out.
    """
    if not plain:
        return everything
    try:
        async with runtime.database.transaction() as session:
            with session.no_autoflush:
                rest = await record(session, plain)
    except Unavailable as error:
        log.warning("settlement_postponed", number=len(plain), error=repr(error))
        return []
    except Exception:
        log.exception("not_settled_together", number=len(plain))
        return everything
    failpoints.reached(committed)
    return [one for one in everything if one not in plain or one in rest]
