"""What an order does when the provider shows its payment in some state. The only place that decides for or against money.

Each function runs in a transaction that has locked the order, then the payment; calls are planned here, never made.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.message_log import outbox
from shared.messages.ticket import OrderRefunded
from ticket_service.catalog import offers
from ticket_service.catalog.models import Event, TicketType
from ticket_service.catalog.offers import Offer
from ticket_service.changes import service as changes
from ticket_service.changes.models import What
from ticket_service.config import Settings
from ticket_service.orders import service as orders
from ticket_service.orders.models import Order, OrderStatus
from ticket_service.payments import operations
from ticket_service.payments import service as payments
from ticket_service.payments.amounts import to_stripe
from ticket_service.payments.models import COLLECTED, OperationKind, Payment, PaymentStatus
from ticket_service.payments.seen import Intent
from ticket_service.pricing.errors import CodeExhausted
from ticket_service.sales import completion, ending
from ticket_service.stock import claims
from ticket_service.stock.errors import SoldOut, TooManyPerAccount

log = structlog.get_logger()

NEXT_LOOK_AFTER = timedelta(minutes=1)


async def decide(session: AsyncSession, settings: Settings, order: Order, payment: Payment, intent: Intent) -> None:
    """Lets order and payment follow what the provider shows; the same sight twice changes nothing more.

    Of what is canceled there nothing can come any more, whatever it was.
    """
    if intent.status != "canceled" and not _fits(settings, order, payment, intent):
        await _review(session, order, payment, intent)
        return
    await _BY_STATUS[payments.status_of(intent)](session, order, payment, intent)


@dataclass(frozen=True)
class Followed:
    """An order, its payment and the intent as the provider shows it."""

    order: Order
    payment: Payment
    intent: Intent


def waits_for_capture(settings: Settings, one: Followed, event: Event) -> bool:
    """Whether `decide` would plan to capture the money, and nothing else."""
    return (
        _fits(settings, one.order, one.payment, one.intent)
        and payments.status_of(one.intent) == PaymentStatus.AUTHORIZED
        and one.payment.status != PaymentStatus.AUTHORIZED
        and one.order.status == OrderStatus.PENDING
        and not event.is_canceled
    )


async def capture_all(session: AsyncSession, followed: Sequence[Followed]) -> None:
    """What `decide` does with those that wait for their capture."""
    if not followed:
        return
    for one in followed:
        await changes.note(session, one.order.id, What.PAYMENT_AUTHORIZED, amount=one.payment.amount)
        one.payment.status = PaymentStatus.AUTHORIZED
        one.order.begin_capture()
    await operations.plan_all(session, OperationKind.CAPTURE, [one.payment for one in followed])


def waits_for_money(settings: Settings, one: Followed, event: Event) -> bool:
    """Whether `decide` would give the order its tickets, which it still holds."""
    return (
        _fits(settings, one.order, one.payment, one.intent)
        and payments.status_of(one.intent) == PaymentStatus.CAPTURED
        and one.payment.status not in COLLECTED
        and one.order.is_open
        and not event.is_canceled
    )


async def collect_all(session: AsyncSession, followed: Sequence[Followed], events: Mapping[str, Event]) -> None:
    """What `decide` does with those that wait for their money."""
    if not followed:
        return
    for one in followed:
        one.payment.mark_captured()
        await changes.note(session, one.order.id, What.PAYMENT_CAPTURED, amount=one.payment.amount)
        one.payment.finish()
    await claims.sell_held(session, [one.order for one in followed])
    await completion.complete_all(session, [one.order for one in followed], events)


async def _waiting(session: AsyncSession, order: Order, payment: Payment, intent: Intent) -> None:
    """The buyer has not confirmed, has to authenticate or was declined."""
    if payments.status_of(intent) == PaymentStatus.FAILED:
        await payments.declined(session, order, payment, intent)
    else:
        payment.status = payments.status_of(intent)
    if order.status != OrderStatus.PENDING:
        await operations.plan(session, OperationKind.CANCEL, payment)


async def _processing(_session: AsyncSession, _order: Order, payment: Payment, _intent: Intent) -> None:
    """Nobody can take it back now: looked at again until it has succeeded or failed."""
    payment.status = PaymentStatus.PROCESSING


async def _authorized(session: AsyncSession, order: Order, payment: Payment, _intent: Intent) -> None:
    """The money can be taken. It is, if the tickets are still held and somebody still wants them."""
    if payment.status != PaymentStatus.AUTHORIZED:
        await changes.note(session, order.id, What.PAYMENT_AUTHORIZED, amount=payment.amount)
    payment.status = PaymentStatus.AUTHORIZED
    if order.status == OrderStatus.CAPTURING:
        await operations.plan(session, OperationKind.CAPTURE, payment)
        return
    event = await offers.get_event(session, order.event_id)
    wanted = order.is_open and order.ends_as != OrderStatus.CANCELED and not event.is_canceled
    if wanted:
        order.begin_capture()
        await operations.plan(session, OperationKind.CAPTURE, payment)
        return
    if order.status == OrderStatus.PENDING:
        order.begin_end(OrderStatus.EXPIRED)
        await changes.note(session, order.id, What.EXPIRING, reason="event_canceled")
    await operations.plan(session, OperationKind.CANCEL, payment)


async def _collected(session: AsyncSession, order: Order, payment: Payment, _intent: Intent) -> None:
    """The money is there: the order gets its tickets, or the money goes back whole."""
    if payment.status in COLLECTED:
        payment.finish()
        return
    payment.mark_captured()
    await changes.note(session, order.id, What.PAYMENT_CAPTURED, amount=payment.amount)
    is_canceled = (await offers.get_event(session, order.event_id)).is_canceled
    if order.is_open and not is_canceled:
        await claims.sell_held(session, [order])
        await completion.complete(session, order)
    elif order.is_open:
        order.cancel()
        await changes.note(session, order.id, What.CANCELED, reason="event_canceled")
        await claims.give_back(session, [order])
        await _send_back(session, payment, "event_canceled")
    elif order.status == OrderStatus.EXPIRED and not is_canceled and await _taken_again(session, order):
        await completion.complete(session, order)
    else:
        await _send_back(session, payment, "event_canceled" if is_canceled else "paid_too_late")
    payment.finish()


async def _send_back(session: AsyncSession, payment: Payment, reason: str) -> None:
    await operations.plan(session, OperationKind.REFUND, payment, reason=reason)
    await changes.note(session, payment.order_id, What.REFUND_APPROVED, reason=reason, amount=payment.amount)


async def _canceled(session: AsyncSession, order: Order, payment: Payment, _intent: Intent) -> None:
    """Nothing can be paid with it any more."""
    if payment.is_over:
        # Followed before: a late look must not end an order that waits for its next payment.
        return
    await changes.note(session, order.id, What.PAYMENT_CANCELED)
    payment.mark_canceled()
    if order.status == OrderStatus.EXPIRING:
        await ending.end(session, [order])
    elif order.status == OrderStatus.CAPTURING:
        order.reopen()
        await payments.tell_failure(session, order, payment, "authorization_ended", mark=payment.intent_id)


_BY_STATUS: dict[PaymentStatus, Callable[[AsyncSession, Order, Payment, Intent], Awaitable[None]]] = {
    PaymentStatus.CREATED: _waiting,
    PaymentStatus.REQUIRES_ACTION: _waiting,
    PaymentStatus.FAILED: _waiting,
    PaymentStatus.PROCESSING: _processing,
    PaymentStatus.AUTHORIZED: _authorized,
    PaymentStatus.CAPTURED: _collected,
    PaymentStatus.CANCELED: _canceled,
}


async def refunded(session: AsyncSession, order: Order, payment: Payment, reason: str) -> None:
    """The whole payment has gone back; the order has no tickets."""
    payment.mark_refunded()
    order.mark_refunded()
    await changes.note(session, order.id, What.REFUND_SENT, reason=reason, amount=payment.amount)
    await outbox.add(
        session,
        OrderRefunded(
            order_id=order.id,
            order=await orders.state_of(session, order),
            amount=payment.amount,
            refunded_total=payment.amount,
            reason=reason,
            was_paid=order.paid_at is not None,
        ),
    )


async def _taken_again(session: AsyncSession, order: Order) -> bool:
    """Whether there are still tickets, and uses of its code, for an order that had given its own back."""
    kinds = await session.execute(select(TicketType).where(TicketType.id.in_(order.quantities)))
    again = [Offer(kind, order.quantities[kind.id]) for kind in kinds.scalars()]
    try:
        async with session.begin_nested():
            await claims.sell_again(session, order, again)
    except (SoldOut, TooManyPerAccount, CodeExhausted):
        return False
    return True


def _fits(settings: Settings, order: Order, payment: Payment, intent: Intent) -> bool:
    """Whether the intent is the one that we asked for."""
    amount = to_stripe(payment.amount, payment.currency)
    return (
        intent.amount == amount
        and intent.currency == payment.currency
        and intent.is_live == settings.stripe_is_live
        and intent.metadata.get("order_id") == order.id
        and intent.metadata.get("payment_id") == payment.id
        and (intent.status != "succeeded" or intent.amount_received == amount)
    )


async def _review(session: AsyncSession, order: Order, payment: Payment, intent: Intent) -> None:
    """Nothing is captured, the tickets go back; people decide about the money. What has ended stays as it ended."""
    log.error("payment_does_not_fit_order", order_id=order.id, payment_id=payment.id, intent_id=intent.id)
    payment.give_up("the provider shows another amount, currency, mode or order")
    if order.is_open:
        order.put_under_review()
        await claims.give_back(session, [order])
    reason = "money_does_not_fit" if intent.status == "succeeded" else "payment_does_not_fit"
    await changes.note_once(session, order.id, What.UNDER_REVIEW, reason=reason)
