"""An event is canceled: all its orders are refunded in the background, a batch at a time, each order in a transaction.

What has been refunded is no longer found, so a run that is killed goes on where it stopped. An order that becomes paid
afterwards is refunded by the sale itself.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.principals import Principal
from shared.errors import DomainError
from shared.message_log import pokes
from shared.persistence import clock
from shared.persistence.database import Database
from shared.persistence.leases import LeaseLost, WorkState, claim, get_leased
from ticket_service import failpoints
from ticket_service.catalog import organizers
from ticket_service.orders import service as orders
from ticket_service.orders.models import REFUNDABLE, Order
from ticket_service.payments.models import Payment, PaymentStatus
from ticket_service.refunds import service as refunds
from ticket_service.refunds.errors import NoCancellation
from ticket_service.refunds.models import CANCELED_TASK, Cancellation, Cause, Refund, RefundStatus
from ticket_service.tickets.models import Ticket, TicketStatus

log = structlog.get_logger()

BATCH = 100
LEASE = timedelta(minutes=2)
LONGEST_RUN_SECONDS = 10.0
# The sales that had read the event before it was canceled have committed by then: the last look finds their orders.
LAST_LOOK_AFTER = timedelta(minutes=1)


async def begin(session: AsyncSession, event_id: str, reason: str) -> None:
    """Its paid orders are refunded from now on; what begins twice is done once."""
    moment = await clock.now(session)
    row = insert(Cancellation).values(
        event_id=event_id, reason=reason, created_at=moment, due_at=moment, state=WorkState.WAITING, attempts=0
    )
    await session.execute(row.on_conflict_do_nothing())
    pokes.hint(session, CANCELED_TASK)


async def refund_due(database: Database) -> None:
    """Works until nothing is due, or for so long that the worker's other tasks get their turn."""
    started = time.monotonic()
    while time.monotonic() - started < LONGEST_RUN_SECONDS:
        async with database.transaction() as session:
            due = await claim(session, Cancellation, limit=1, lease=LEASE)
        if not due:
            return
        try:
            await _refund_batch(database, due[0])
        except LeaseLost:
            log.info("lease_lost", subject=due[0].event_id)


async def _refund_batch(database: Database, leased: Cancellation) -> None:
    async with database.transaction() as session:
        batch = await _next_orders(session, leased)
    for order_id in batch:
        await _refund(database, order_id, leased.reason)
        failpoints.reached("cancellation.refunded")
    async with database.transaction() as session:
        cancellation = await get_leased(session, leased, leased.event_id)
        moment = await clock.now(session)
        is_last = len(batch) < BATCH
        cancellation.reached = None if is_last else batch[-1]
        if not is_last:
            cancellation.go_on(moment)
        elif moment - cancellation.created_at < LAST_LOOK_AFTER or await _next_orders(session, cancellation):
            cancellation.go_on(moment + LAST_LOOK_AFTER)
        else:
            cancellation.complete(moment)
        failpoints.reached("cancellation.recorded")


async def _refund(database: Database, order_id: str, reason: str) -> None:
    """One order's trouble must not stop the others; it is found again by the next look."""
    try:
        async with database.transaction() as session:
            order = await orders.get_for_update(session, order_id)
            if order.status in REFUNDABLE:
                await refunds.refund_canceled(session, order, reason)
    except (DomainError, DBAPIError):
        log.exception("order_not_refunded", order_id=order_id)


async def _next_orders(session: AsyncSession, cancellation: Cancellation) -> Sequence[str]:
    query = select(Order.id).where(*_left(cancellation.event_id)).order_by(Order.id).limit(BATCH)
    if cancellation.reached is not None:
        query = query.where(Order.id > cancellation.reached)
    return (await session.execute(query)).scalars().all()


@dataclass(frozen=True)
class Progress:
    """Orders of a canceled event, and minor units: how many there are to refund, how many of them are done or failed."""

    orders: int
    done: int
    failed: int
    amount: int
    refunded: int
    currency: str | None
    is_finished: bool


async def progress(session: AsyncSession, event_id: str, caller: Principal) -> Progress:
    """Raises NoCancellation, also for somebody else's event."""
    cancellation = await session.get(Cancellation, event_id)
    if cancellation is None or not await organizers.organizes(session, caller, event_id):
        raise NoCancellation
    by_status = await session.execute(
        select(Refund.status, func.count(), func.sum(Refund.amount), func.min(Refund.currency))
        .where(Refund.event_id == event_id, Refund.cause == Cause.EVENT_CANCELED)
        .group_by(Refund.status)
    )
    found = {status: (count, int(amount), currency) for status, count, amount, currency in by_status}
    count, amount, currency = await _waiting(session, event_id)
    done, refunded, _ = found.get(RefundStatus.SUCCEEDED, (0, 0, None))
    failed, _, _ = found.get(RefundStatus.FAILED, (0, 0, None))
    return Progress(
        orders=count + sum(row[0] for row in found.values()),
        done=done,
        failed=failed,
        amount=amount + sum(row[1] for row in found.values()),
        refunded=refunded,
        currency=next((row[2] for row in found.values()), currency),
        is_finished=cancellation.finished_at is not None and done == sum(row[0] for row in found.values()),
    )


async def _waiting(session: AsyncSession, event_id: str) -> tuple[int, int, str | None]:
    """Orders whose refund has not begun, and what is left of their money."""
    live = (Payment.order_id == Order.id) & (Payment.status != PaymentStatus.CANCELED)
    query = (
        select(func.count(Order.id), func.coalesce(func.sum(Payment.refundable), 0), func.min(Order.currency))
        .outerjoin(Payment, live)
        .where(*_left(event_id))
    )
    count, amount, currency = (await session.execute(query)).one()
    return count, int(amount), currency


def _left(event_id: str) -> tuple[ColumnElement[bool], ...]:
    """Orders that still have tickets; about the money of those that were voided the organizer has decided."""
    has_tickets = exists().where(Ticket.order_id == Order.id, Ticket.status == TicketStatus.VALID)
    return Order.event_id == event_id, Order.status.in_(REFUNDABLE), has_tickets
