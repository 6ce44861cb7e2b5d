"""A refund is approved: its amount is set aside, its tickets end and are on sale again, in one transaction.

The call to the provider comes afterwards; whoever approved does not wait for it.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.principals import Principal
from shared.message_log import pokes
from shared.persistence import clock
from ticket_service.changes import service as changes
from ticket_service.changes.models import By, What
from ticket_service.check_ins import service as check_ins
from ticket_service.check_ins.errors import TicketIsInside
from ticket_service.orders.models import Order
from ticket_service.payments import service as payments
from ticket_service.payments.amounts import to_stripe
from ticket_service.payments.errors import MoreThanPaid
from ticket_service.payments.models import Payment
from ticket_service.refunds import outcomes
from ticket_service.refunds.errors import TicketIsTransferred
from ticket_service.refunds.models import SEND_TASK, Cause, Refund
from ticket_service.stock import claims
from ticket_service.tickets import service as tickets
from ticket_service.tickets.errors import TicketNotValid
from ticket_service.tickets.models import Ticket


async def approve(
    session: AsyncSession, order: Order, refund: Refund, *, decided_by: Principal | None, is_forced: bool
) -> None:
    """Lock the order, then the refund.

    Raises RefundNotOpen, OrderNotRefundable, TicketNotValid, MoreThanPaid, AmountNotChargeable; unless it is forced
    TicketIsInside, and TicketIsTransferred for a buyer's wish.
    """
    refund.require_open()
    order.require_refundable()
    valid = {ticket.id: ticket for ticket in await tickets.list_valid_of_order(session, order.id)}
    if not valid.keys() >= set(refund.ticket_ids):
        raise TicketNotValid
    ending = [valid[ticket_id] for ticket_id in refund.ticket_ids]
    payment = None if order.is_free else await payments.find_live_for_update(session, order.id)
    amount = await _set_aside(session, order, payment, refund, ending)
    moment = await clock.now(session)
    refund.approve(
        moment,
        amount=amount,
        payment_id=payment.id if payment else None,
        decided_by=decided_by.account_id if decided_by else None,
    )
    await note(session, refund, What.REFUND_APPROVED, changes.manager(decided_by))
    if ending:
        quantities = Counter(ticket.ticket_type_id for ticket in ending)
        await claims.return_sold(session, order.account_id, order.event_id, quantities)
        await _end(session, order, refund, moment, is_forced=is_forced)
    order.give_back(is_whole=len(ending) == len(valid) and (payment is None or payment.refundable == 0))
    if amount:
        pokes.hint(session, SEND_TASK)
    else:
        await outcomes.succeeded(session, order, refund, provider_id=None)


async def note(session: AsyncSession, refund: Refund, what: What, by: By) -> None:
    """For the order's timeline."""
    amount, reason = refund.amount, refund.reason or str(refund.cause)
    await changes.note(session, refund.order_id, what, by, reason=reason, amount=amount, refund_id=refund.id)


def price_of(ending: Sequence[Ticket]) -> int:
    """What was paid for the tickets."""
    return sum(ticket.price for ticket in ending)


async def _set_aside(
    session: AsyncSession, order: Order, payment: Payment | None, refund: Refund, ending: Sequence[Ticket]
) -> int:
    """The amount that goes back. For tickets their price, or what is left when some of it has gone back without them."""
    if payment is None:
        if not ending:
            raise MoreThanPaid(refundable=0)
        return 0
    amount = min(price_of(ending), payment.refundable) if ending else refund.amount
    if amount:
        to_stripe(amount, order.currency)
        await payments.set_aside(session, payment, amount)
    return amount


async def _end(session: AsyncSession, order: Order, refund: Refund, moment: datetime, *, is_forced: bool) -> None:
    """The tickets are locked as the doors and transfers lock them: of admitting, accepting and refunding one comes first."""
    ending = await tickets.list_for_update(session, refund.ticket_ids)
    for ticket in ending:
        ticket.refund(moment)
    if is_forced:
        return
    if inside := await check_ins.list_admitted(session, refund.ticket_ids):
        raise TicketIsInside(ticket_ids=sorted(inside))
    transferred = [ticket.id for ticket in ending if ticket.account_id != order.account_id]
    if transferred and refund.cause == Cause.REQUESTED_BY_BUYER:
        raise TicketIsTransferred(ticket_ids=transferred)
