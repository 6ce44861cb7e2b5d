"""What came of a refund. Each function runs in a transaction that has locked the order, then the refund."""

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from shared.message_log import outbox
from shared.messages.ticket import OrderRefunded, TicketState
from shared.persistence import clock
from ticket_service.changes import service as changes
from ticket_service.changes.models import By, What
from ticket_service.orders import service as orders
from ticket_service.orders.models import Order
from ticket_service.payments.models import Payment
from ticket_service.refunds import queries
from ticket_service.refunds.models import Refund, RefundStatus
from ticket_service.tickets import service as tickets

log = structlog.get_logger()


async def succeeded(
    session: AsyncSession, order: Order, refund: Refund, *, provider_id: str | None, by: By = By.SYSTEM
) -> None:
    """The money has gone, or there was none to send. The others are told, once."""
    moment = await clock.now(session)
    if refund.amount and refund.status != RefundStatus.SUCCEEDED:
        how = refund.paid_by_hand
        await changes.note(
            session, order.id, What.REFUND_SENT, by, reason=how, amount=refund.amount, refund_id=refund.id
        )
    refund.mark_succeeded(moment, provider_id)
    total = await queries.sum_succeeded(session, order.id)
    if refund.payment_id is not None and total == order.total:
        payment = await session.get_one(Payment, refund.payment_id, with_for_update=True)
        payment.mark_refunded()
    if refund.told_at is None:
        refund.told_at = moment
        await outbox.add(session, await _told(session, order, refund, total))


async def failed(session: AsyncSession, refund: Refund, failure: str, *, provider_id: str | None) -> None:
    """The money did not arrive. Nothing else moves by itself: people look at it, and try again or pay by hand."""
    log.error("refund_failed", refund_id=refund.id, order_id=refund.order_id, reason=failure)
    await changes.note(
        session, refund.order_id, What.REFUND_FAILED, reason=failure, amount=refund.amount, refund_id=refund.id
    )
    refund.mark_failed(await clock.now(session), failure, provider_id)


async def _told(session: AsyncSession, order: Order, refund: Refund, total: int) -> OrderRefunded:
    ended = await tickets.list_of_ids(session, refund.ticket_ids)
    return OrderRefunded(
        order_id=order.id,
        order=await orders.state_of(session, order),
        amount=refund.amount,
        refunded_total=total,
        reason=str(refund.cause),
        was_paid_by_hand=refund.paid_by_hand is not None,
        tickets=[
            TicketState(ticket_id=ticket.id, ticket_type_id=ticket.ticket_type_id, holder_name=ticket.holder_name)
            for ticket in ended
        ],
        tickets_left=await tickets.count_valid_of_order(session, order.id),
    )
