"""Orders under review are closed by people, who have done elsewhere what there was to do."""

from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.principals import Principal
from shared.message_log import outbox
from shared.messages.ticket import OrderCanceled
from ticket_service.catalog import organizers
from ticket_service.changes import service as changes
from ticket_service.changes.models import What
from ticket_service.orders import service as orders
from ticket_service.orders.errors import OrderNotFound
from ticket_service.orders.models import Order, OrderStatus
from ticket_service.payments import operations
from ticket_service.payments import service as payments
from ticket_service.payments.models import COLLECTED, OperationKind, Payment, PaymentStatus
from ticket_service.sales import decisions
from ticket_service.sales.errors import MoneyWasCollected, NoMoneyWasCollected


class Outcome(StrEnum):
    """`refunded`: the buyer's money was sent back by hand. `canceled`: none of it is here."""

    REFUNDED = "refunded"
    CANCELED = "canceled"


async def close(session: AsyncSession, order_id: str, caller: Principal, outcome: Outcome, how: str) -> Order:
    """Ends an order as its event's organizer, or an admin, says.

    Raises OrderNotFound, OrderNotUnderReview, MoneyWasCollected or NoMoneyWasCollected.
    """
    order = await orders.get_for_update(session, order_id)
    if not await organizers.organizes(session, caller, order.event_id):
        raise OrderNotFound
    order.require_under_review()
    payment = await payments.find_live_for_update(session, order_id)
    collected = payment if payment is not None and payment.status in COLLECTED else None
    if outcome == Outcome.CANCELED:
        if collected is not None:
            raise MoneyWasCollected
        await _cancel(session, order, caller, how)
    else:
        if collected is None:
            raise NoMoneyWasCollected
        await _refund(session, order, collected, caller, how)
    return order


async def _cancel(session: AsyncSession, order: Order, caller: Principal, how: str) -> None:
    order.close_review(OrderStatus.CANCELED)
    await changes.note(session, order.id, What.CANCELED, changes.manager(caller), reason=how)
    state = await orders.state_of(session, order)
    await outbox.add(session, OrderCanceled(order_id=order.id, order=state, reason="closed"))


async def _refund(session: AsyncSession, order: Order, payment: Payment, caller: Principal, how: str) -> None:
    """A bank may have returned money that had gone: then the others have been told."""
    was_told = payment.status == PaymentStatus.REFUNDED
    sending = await operations.find_for_update(session, OperationKind.REFUND, payment.id)
    assert sending is not None, "collected money comes under review when it cannot go back"
    sending.pay_by_hand(how)
    payment.mark_refunded()
    order.close_review(OrderStatus.REFUNDED)
    await changes.note(session, order.id, What.REFUND_SENT, changes.manager(caller), reason=how, amount=payment.amount)
    if not was_told:
        await decisions.tell_refunded(session, order, payment, sending.reason or "refunded", by_hand=True)
