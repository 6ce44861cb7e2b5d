"""What the provider says of a dispute is kept, and told when it begins and when it ends.

Money that the bank has taken cannot be refunded as well. Each function runs in a transaction that has locked the order, then
the payment.
"""

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.message_log import outbox
from shared.messages.dispute import OrderDisputed
from shared.persistence import clock
from ticket_service.catalog import organizers
from ticket_service.changes import service as changes
from ticket_service.changes.models import What
from ticket_service.disputes.models import WITHDRAWN, Dispute, DisputeStatus
from ticket_service.orders import service as orders
from ticket_service.orders.models import Order
from ticket_service.payments.amounts import from_stripe
from ticket_service.payments.models import Payment
from ticket_service.payments.seen import ProviderDispute

log = structlog.get_logger()


async def record(session: AsyncSession, order: Order, payment: Payment, shown: ProviderDispute) -> Dispute | None:
    """The same sight twice changes nothing more. None for a status that nobody knows here: then nothing changes at all."""
    status = next((word for word in DisputeStatus if word == shown.status), None)
    if status is None:
        log.error("dispute_status_unknown", order_id=order.id, provider_id=shown.id, status=shown.status)
        return None
    found = select(Dispute).where(Dispute.provider_id == shown.id)
    known = (await session.execute(found)).scalar_one_or_none()
    moment = await clock.now(session)
    was = known.status if known else None
    dispute = known or _new(order, payment, shown)
    dispute.reason, dispute.evidence_until = shown.reason, shown.evidence_until
    if status != was:
        dispute.become(status, moment)
    _withhold(order, payment, dispute)
    session.add(dispute)
    await session.flush()  # the sum of what is withheld is asked for
    payment.mark_disputed(is_disputed=await _is_anything_withdrawn(session, payment))
    await _note(session, dispute, was)
    if was is None or (status != was and not dispute.is_open):
        await _tell(session, order, dispute)
    return dispute


async def _note(session: AsyncSession, dispute: Dispute, was: DisputeStatus | None) -> None:
    if was is None:
        await changes.note(session, dispute.order_id, What.DISPUTED, reason=dispute.reason, amount=dispute.amount)
    if dispute.status != was and not dispute.is_open:
        await changes.note(session, dispute.order_id, What.DISPUTE_ENDED, reason=dispute.status, amount=dispute.amount)


def _new(order: Order, payment: Payment, shown: ProviderDispute) -> Dispute:
    return Dispute(
        provider_id=shown.id,
        payment_id=payment.id,
        order_id=order.id,
        event_id=order.event_id,
        amount=from_stripe(shown.amount, shown.currency),
        currency=shown.currency,
        withheld=0,
        opened_at=shown.created_at,
    )


def _withhold(order: Order, payment: Payment, dispute: Dispute) -> None:
    """What has gone back before cannot be withheld; what comes back can be refunded again."""
    is_withdrawn = dispute.status in WITHDRAWN
    if is_withdrawn and not dispute.withheld:
        dispute.withheld = min(payment.refundable, dispute.amount)
        payment.refundable -= dispute.withheld
    elif dispute.withheld and not is_withdrawn:
        payment.refundable += dispute.withheld
        dispute.withheld = 0
        order.owe_again()


async def _is_anything_withdrawn(session: AsyncSession, payment: Payment) -> bool:
    of_payment = select(Dispute.id).where(Dispute.payment_id == payment.id, Dispute.status.in_(WITHDRAWN))
    return (await session.execute(of_payment.limit(1))).first() is not None


async def _tell(session: AsyncSession, order: Order, dispute: Dispute) -> None:
    log.warning("order_disputed", order_id=order.id, dispute_id=dispute.id, status=dispute.status)
    told = OrderDisputed(
        order_id=order.id,
        order=await orders.state_of(session, order),
        dispute_id=dispute.id,
        status=dispute.status,
        reason=dispute.reason,
        amount=dispute.amount,
        currency=dispute.currency,
        evidence_until=dispute.evidence_until,
        member_ids=await organizers.list_members(session, order.event_id),
    )
    await outbox.add(session, told)
