"""What becomes of an order under review is what people say, as far as the books allow it. Nothing moves at the provider."""

from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.principals import Principal
from shared.message_log import outbox
from shared.messages.ticket import OrderCanceled, OrderRefunded
from ticket_service.catalog import organizers
from ticket_service.changes import service as changes
from ticket_service.changes.models import What
from ticket_service.disputes import queries as disputes
from ticket_service.orders import service as orders
from ticket_service.orders.errors import OrderNotFound
from ticket_service.orders.models import Order, OrderStatus
from ticket_service.payments import operations
from ticket_service.payments import service as payments
from ticket_service.payments.models import COLLECTED, OperationKind, Payment, PaymentStatus
from ticket_service.reviews.errors import MoneyIsDisputed, MoneyWasCollected, NoMoneyWasCollected
from ticket_service.reviews.outcomes import Outcome


async def close(session: AsyncSession, order_id: str, caller: Principal, outcome: Outcome, how: str) -> Order:
    """Ends an order as its event's organizer, or an admin, says.

    Raises OrderNotFound, OrderNotUnderReview, MoneyWasCollected, NoMoneyWasCollected, MoneyIsDisputed or MoneyIsUnderway.
    """
    seen = await orders.get(session, order_id)
    if not await organizers.organizes(session, caller, seen.event_id):
        raise OrderNotFound
    order = await orders.get_for_update(session, order_id)
    order.require_under_review()
    payment = await payments.find_live_for_update(session, order_id)
    if payment is not None and await disputes.are_open(session, payment.id):
        raise MoneyIsDisputed
    amount = _here(payment) if payment is not None else 0
    if outcome == Outcome.CANCELED:
        if amount:
            raise MoneyWasCollected
        await _cancel(session, order, caller, how)
    else:
        if payment is None or not amount:
            raise NoMoneyWasCollected
        await _refund(session, order, payment, amount, caller, how)
    return order


def _here(payment: Payment) -> int:
    """How much of the buyer's money is here: what a bank has taken is not, what it returned after it had gone is."""
    if payment.status == PaymentStatus.REFUNDED:
        return payment.amount
    return payment.refundable if payment.status in COLLECTED else 0


async def _cancel(session: AsyncSession, order: Order, caller: Principal, how: str) -> None:
    order.close_review(OrderStatus.CANCELED)
    await changes.note(session, order.id, What.CANCELED, changes.manager(caller), reason=how)
    state = await orders.state_of(session, order)
    await outbox.add(session, OrderCanceled(order_id=order.id, order=state, reason="closed"))


async def _refund(
    session: AsyncSession, order: Order, payment: Payment, amount: int, caller: Principal, how: str
) -> None:
    """Of money that a bank returned after it had gone the others have been told."""
    was_told = payment.status == PaymentStatus.REFUNDED
    sending = await operations.find_for_update(session, OperationKind.REFUND, payment.id)
    assert sending is not None, "collected money comes under review when it cannot go back"
    sending.pay_by_hand(how)
    payment.mark_refunded()
    order.close_review(OrderStatus.REFUNDED)
    await changes.note(session, order.id, What.REFUND_SENT, changes.manager(caller), reason=how, amount=amount)
    if not was_told:
        told = OrderRefunded(
            order_id=order.id,
            order=await orders.state_of(session, order),
            amount=amount,
            refunded_total=amount,
            reason=sending.reason or "paid_too_late",
            was_paid=order.paid_at is not None,
            was_paid_by_hand=True,
        )
        await outbox.add(session, told)
