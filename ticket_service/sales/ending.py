"""Ending unpaid orders, by time or by hand. Their tickets go back only when surely nothing can be paid any more."""

from collections.abc import Sequence

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from shared import clock, outbox, pokes
from shared.messages.ticket import OrderCanceled, OrderExpired
from ticket_service.orders import service as orders
from ticket_service.orders.models import Order, OrderStatus
from ticket_service.payments import service as payments
from ticket_service.payments.models import SETTLE_TASK, Payment, PaymentStatus
from ticket_service.stock import claims


async def cancel(session: AsyncSession, order_id: str, *, account_id: str) -> Order:
    """The buyer gives the order up. Raises OrderNotFound or OrderNotPending."""
    order = await orders.get_for_update(session, order_id, account_id=account_id)
    order.begin_end(OrderStatus.CANCELED)
    if await _nothing_can_be_paid(session, order):
        await end(session, [order])
    return order


async def expire_due(session: AsyncSession, limit: int) -> int:
    """Decides against up to `limit` orders whose time is over, and returns how many; locked ones are passed over."""
    due = (
        select(Order)
        .where(Order.status == OrderStatus.PENDING, Order.expires_at <= await clock.now(session))
        .order_by(Order.expires_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .options(selectinload(Order.lines))
    )
    found = (await session.execute(due)).scalars().all()
    unpaid = []
    for order in found:
        order.begin_end(OrderStatus.EXPIRED)
        if await _nothing_can_be_paid(session, order):
            unpaid.append(order)
    await end(session, unpaid)
    return len(found)


async def end_stranded(session: AsyncSession, limit: int) -> None:
    """Ends orders that were waiting for a payment which turned out never to have been made."""
    live = exists().where(Payment.order_id == Order.id, Payment.status != PaymentStatus.CANCELED)
    stranded = (
        select(Order)
        .where(Order.status == OrderStatus.EXPIRING, ~live)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .options(selectinload(Order.lines))
    )
    await end(session, (await session.execute(stranded)).scalars().all())


async def end_for_event(session: AsyncSession, event_id: str) -> None:
    """Lets the time of the event's unpaid orders be over now; the sweeper ends them."""
    await session.execute(
        update(Order)
        .where(Order.event_id == event_id, Order.status == OrderStatus.PENDING)
        .values(expires_at=await clock.now(session))
    )


async def end(session: AsyncSession, ending: Sequence[Order]) -> None:
    """The orders end, their tickets go back, the others are told. The caller has locked them and asked the provider."""
    for order in ending:
        order.end()
    await claims.give_back(session, ending)
    for order in ending:
        told = OrderCanceled if order.status == OrderStatus.CANCELED else OrderExpired
        await outbox.add(session, told(order_id=order.id, order=await orders.state_of(session, order)))


async def _nothing_can_be_paid(session: AsyncSession, order: Order) -> bool:
    """Whether the order has no payment. One that it has is looked at now; what it shows decides how the order ends."""
    payment = await payments.find_live(session, order.id)
    if payment is None:
        return True
    payment.ask(await clock.now(session))
    pokes.hint(session, SETTLE_TASK)
    return False
