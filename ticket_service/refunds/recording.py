"""Money that went back elsewhere, in the provider's dashboard, becomes a refund here: an amount that ends no ticket."""

from sqlalchemy.ext.asyncio import AsyncSession

from shared.persistence import clock
from shared.persistence.leases import WorkState
from ticket_service.orders.models import Order
from ticket_service.payments.amounts import from_stripe
from ticket_service.payments.seen import ProviderRefund
from ticket_service.refunds import approval, outcomes
from ticket_service.refunds.models import Cause, Refund


async def record(session: AsyncSession, order: Order, shown: ProviderRefund) -> Refund:
    """Lock the order. Raises what an approval raises: never more goes back than was captured."""
    moment = await clock.now(session)
    refund = Refund(
        order_id=order.id,
        event_id=order.event_id,
        account_id=order.account_id,
        cause=Cause.AT_PROVIDER,
        reason="",
        amount=from_stripe(shown.amount, shown.currency),
        currency=order.currency,
        created_at=moment,
        # Whatever the provider has told since it was made is news, also what came before this row.
        asked_at=shown.created_at,
        key_since=moment,
        state=WorkState.DONE,
        due_at=moment,
        tickets=[],
    )
    session.add(refund)
    await session.flush()  # its id is asked for
    await approval.approve(session, order, refund, decided_by=None, is_forced=True)
    await outcomes.succeeded(session, order, refund, provider_id=shown.id)
    return refund
