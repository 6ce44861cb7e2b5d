"""Payments of an order: starting one, and what its creation at the provider led to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.ids import new_id
from shared.message_log import outbox
from shared.messages.ticket import PaymentFailed
from shared.persistence import bulk, clock
from shared.persistence.database import among
from shared.persistence.leases import WorkState
from ticket_service.changes import service as changes
from ticket_service.changes.models import What
from ticket_service.orders import service as orders
from ticket_service.orders.models import Order
from ticket_service.payments import operations
from ticket_service.payments.amounts import to_stripe
from ticket_service.payments.errors import MoreThanPaid, PaymentInProgress
from ticket_service.payments.models import OperationKind, Payment, PaymentOperation, PaymentStatus
from ticket_service.payments.seen import Intent

_STATUS_OF_INTENT = {
    "requires_payment_method": PaymentStatus.CREATED,
    "requires_confirmation": PaymentStatus.CREATED,
    "requires_action": PaymentStatus.REQUIRES_ACTION,
    "processing": PaymentStatus.PROCESSING,
    "requires_capture": PaymentStatus.AUTHORIZED,
    "succeeded": PaymentStatus.CAPTURED,
    "canceled": PaymentStatus.CANCELED,
}
# Buyers need a moment at their card; a webhook or the return page asks for a look earlier.
FIRST_LOOK_AFTER = timedelta(minutes=1)


@dataclass(frozen=True)
class Start:
    """A payment, and the call that still has to create it at the provider, leased to the caller."""

    payment: Payment
    creation: PaymentOperation | None


async def start(session: AsyncSession, order_id: str, *, account_id: str) -> Start:
    """Begins the order's payment or finds the one that has begun.

    Raises OrderNotFound, OrderNotPending, OrderIsExpired, AmountNotChargeable or PaymentInProgress.
    """
    order = await orders.get_for_update(session, order_id, account_id=account_id)
    moment = await clock.now(session)
    order.require_payable(moment)
    to_stripe(order.total, order.currency)
    payment = await find_live_for_update(session, order_id) or await _add(session, order)
    if payment.intent_id is not None:
        return Start(payment, None)
    await operations.plan(session, OperationKind.CREATE, payment)
    creation = await operations.find_for_update(session, OperationKind.CREATE, payment.id)
    assert creation is not None, "it has just been planned"
    if creation.lease_until is not None and creation.lease_until >= moment:
        raise PaymentInProgress(retry_after=1)
    creation.take(moment, operations.LEASE)
    return Start(payment, creation)


def status_of(intent: Intent) -> PaymentStatus:
    """What the intent's state means here."""
    status = _STATUS_OF_INTENT[intent.status]
    is_declined = status == PaymentStatus.CREATED and intent.failure_code is not None
    return PaymentStatus.FAILED if is_declined else status


async def find_live_for_update(session: AsyncSession, order_id: str) -> Payment | None:
    """The order's payment that may still be paid or has been; locked."""
    query = select(Payment).where(Payment.order_id == order_id, Payment.status != PaymentStatus.CANCELED)
    return (await session.execute(query.with_for_update())).scalar_one_or_none()


async def lock_all(session: AsyncSession, payment_ids: Collection[str]) -> Mapping[str, Payment]:
    """Those of the payments that are there, by id, locked in the order of their ids."""
    query = select(Payment).where(among(Payment.id, payment_ids)).order_by(Payment.id).with_for_update()
    return {payment.id: payment for payment in (await session.execute(query)).scalars()}


async def set_aside(session: AsyncSession, payment: Payment, amount: int) -> None:
    """So much of what was captured is to go back. Raises MoreThanPaid.

    The condition of this statement keeps all that goes back within what was captured.
    """
    statement = (
        update(Payment)
        .where(Payment.id == payment.id, Payment.refundable >= amount)
        .values(refundable=Payment.refundable - amount)
        .returning(Payment)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    if (await session.execute(statement)).scalar_one_or_none() is None:
        raise MoreThanPaid(refundable=payment.refundable)


def created(payment: Payment, intent: Intent, moment: datetime) -> None:
    """The provider has made the intent. Whoever asked for a look before there was one gets it now."""
    payment.intent_id = intent.id
    payment.due_at = moment if payment.asked_at is not None else moment + FIRST_LOOK_AFTER


async def refused(session: AsyncSession, order: Order, payment: Payment, code: str) -> None:
    """The provider makes no intent for this payment; the order may try another one."""
    payment.mark_canceled(code)
    await tell_failure(session, order, payment, code, mark=code)


async def declined(session: AsyncSession, order: Order, payment: Payment, intent: Intent) -> None:
    """The buyer's card was declined; the same intent may be confirmed again with another one."""
    assert intent.failure_code is not None, "a decline has a code"
    payment.mark_declined(intent.failure_code)
    await tell_failure(session, order, payment, intent.failure_code, mark=intent.failure_mark)


async def tell_failure(session: AsyncSession, order: Order, payment: Payment, code: str, *, mark: str | None) -> None:
    """Tells of each failure once."""
    if payment.failure_told == mark:
        return
    payment.failure_told = mark
    await changes.note(session, order.id, What.PAYMENT_FAILED, reason=code)
    state = await orders.state_of(session, order)
    await outbox.add(session, PaymentFailed(order_id=order.id, order=state, reason=code))


def begin(order: Order, moment: datetime) -> tuple[Payment, PaymentOperation]:
    """An order's first payment and the call that creates it at the provider, leased to the caller; in no session."""
    payment = _draft(order, 1, moment)
    creation = operations.planned_at(moment, OperationKind.CREATE, payment)
    creation.take(moment, operations.LEASE)
    return payment, creation


async def _add(session: AsyncSession, order: Order) -> Payment:
    earlier = select(func.coalesce(func.max(Payment.attempt), 0)).where(Payment.order_id == order.id)
    payment = _draft(order, (await session.execute(earlier)).scalar_one() + 1, await clock.now(session))
    session.add(payment)
    await session.flush()  # the operation refers to it
    return payment


def _draft(order: Order, attempt: int, moment: datetime) -> Payment:
    return bulk.row(
        Payment,
        id=new_id("pay"),
        order_id=order.id,
        event_id=order.event_id,
        attempt=attempt,
        status=PaymentStatus.CREATED,
        amount=order.total,
        currency=order.currency,
        refundable=0,
        state=WorkState.WAITING,
        attempts=0,
        due_at=moment + FIRST_LOOK_AFTER,
        created_at=moment,
    )
