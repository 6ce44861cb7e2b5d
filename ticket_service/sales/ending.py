"""Ending unpaid orders, by time or by hand. Their tickets go back only when surely nothing can be paid any more."""

from collections.abc import Sequence
from typing import Literal

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from shared.message_log import outbox, pokes
from shared.messages.ticket import OrderCanceled, OrderExpired
from shared.persistence import clock
from ticket_service.catalog import offers
from ticket_service.changes import service as changes
from ticket_service.changes.models import By, What
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
    else:
        await changes.note(session, order.id, What.EXPIRING, By.BUYER, reason="given_up")
    return order


async def find_due(session: AsyncSession, limit: int) -> Sequence[str]:
    """Unpaid orders whose time is over, the longest over first."""
    due = select(Order.id).where(*await _due(session)).order_by(Order.expires_at).limit(limit)
    return (await session.execute(due)).scalars().all()


async def expire(session: AsyncSession, order_ids: Sequence[str]) -> None:
    """Decides against those of the orders that are still due; what others have locked is passed over."""
    unpaid = []
    for order in await _locked(session, order_ids, *await _due(session)):
        order.begin_end(OrderStatus.EXPIRED)
        if await _nothing_can_be_paid(session, order):
            unpaid.append(order)
        else:
            event = await offers.get_event(session, order.event_id)
            reason = "event_canceled" if event.is_canceled else "not_paid_in_time"
            await changes.note(session, order.id, What.EXPIRING, reason=reason)
    await end(session, unpaid)


async def find_stranded(session: AsyncSession, limit: int) -> Sequence[str]:
    """Orders that were waiting for a payment which turned out never to have been made."""
    return (await session.execute(select(Order.id).where(*_stranded()).limit(limit))).scalars().all()


async def end_stranded(session: AsyncSession, order_ids: Sequence[str]) -> None:
    await end(session, await _locked(session, order_ids, *_stranded()))


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
        event = await offers.get_event(session, order.event_id)
        order.end(event_is_canceled=event.is_canceled)
    await claims.give_back(session, ending)
    for order in ending:
        told = await _ended(session, order)
        await _note(session, told)
        await outbox.add(session, told)


async def _ended(session: AsyncSession, order: Order) -> OrderCanceled | OrderExpired:
    event = await offers.get_event(session, order.event_id)
    state = await orders.state_of(session, order)
    if order.status != OrderStatus.CANCELED:
        return OrderExpired(order_id=order.id, order=state)
    reason: Literal["given_up", "event_canceled"] = "event_canceled" if event.is_canceled else "given_up"
    return OrderCanceled(order_id=order.id, order=state, reason=reason)


async def _note(session: AsyncSession, told: OrderCanceled | OrderExpired) -> None:
    if isinstance(told, OrderExpired):
        await changes.note(session, told.order_id, What.EXPIRED, reason="not_paid_in_time")
        return
    by = By.BUYER if told.reason == "given_up" else By.SYSTEM
    await changes.note(session, told.order_id, What.CANCELED, by, reason=told.reason)


async def _nothing_can_be_paid(session: AsyncSession, order: Order) -> bool:
    """Whether the order has no payment. One that it has is looked at now; what it shows decides how the order ends."""
    payment = await payments.find_live_for_update(session, order.id)
    if payment is None:
        return True
    payment.ask(await clock.now(session))
    pokes.hint(session, SETTLE_TASK)
    return False


async def _locked(session: AsyncSession, order_ids: Sequence[str], *criteria: ColumnElement[bool]) -> Sequence[Order]:
    query = select(Order).where(Order.id.in_(order_ids), *criteria).with_for_update(skip_locked=True)
    return (await session.execute(query.options(selectinload(Order.lines)))).scalars().all()


async def _due(session: AsyncSession) -> tuple[ColumnElement[bool], ...]:
    return Order.status == OrderStatus.PENDING, Order.expires_at <= await clock.now(session)


def _stranded() -> tuple[ColumnElement[bool], ...]:
    live = exists().where(Payment.order_id == Order.id, Payment.status != PaymentStatus.CANCELED)
    return Order.status == OrderStatus.EXPIRING, ~live
