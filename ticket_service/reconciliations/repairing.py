"""Begins what repairs a difference, in the transaction that has found it under the order's lock. Nothing is invented here:

what is due is looked at by the sale and by refunds, in the worker, as if a webhook had said so.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from shared.message_log import pokes
from shared.persistence import clock
from shared.persistence.leases import WorkState
from ticket_service.payments import operations
from ticket_service.payments.models import SETTLE_TASK, OperationKind
from ticket_service.payments.seen import Intent, ProviderRefund
from ticket_service.reconciliations import comparing
from ticket_service.reconciliations.comparing import Finding
from ticket_service.reconciliations.models import Repair
from ticket_service.reconciliations.queries import Ours
from ticket_service.refunds import recording
from ticket_service.refunds.models import SEND_TASK, Refund, RefundStatus


async def begin_for_intent(session: AsyncSession, finding: Finding, ours: Ours, intent: Intent) -> bool:
    """Whether something was begun. An intent without a row has to be canceled by the caller."""
    if finding.repair == Repair.LOOK:
        await _look_at_payment(session, ours, intent)
    elif finding.repair == Repair.CANCEL_INTENT and ours.payment is not None:
        await operations.plan(session, OperationKind.CANCEL, ours.payment)
    else:
        return False
    pokes.hint(session, SETTLE_TASK)
    return True


async def begin_for_refund(session: AsyncSession, finding: Finding, ours: Ours, refund: ProviderRefund) -> bool:
    """Whether something was begun. Raises DomainError when a refund cannot be recorded."""
    assert ours.order is not None, "refunds are compared with orders"
    assert ours.payment is not None, "refunds are compared with payments"
    if finding.repair == Repair.RECORD_REFUND:
        await recording.record(session, ours.order, refund)
        return True
    if finding.repair != Repair.LOOK:
        return False
    if comparing.whole_refund(refund, ours) is not None:
        await operations.plan(session, OperationKind.REFUND, ours.payment)
        pokes.hint(session, SETTLE_TASK)
        return True
    row = comparing.refund_of(refund, ours)
    assert row is not None, "a refund that is looked at again has a row"
    await _look_at_refund(session, row)
    return True


async def _look_at_payment(session: AsyncSession, ours: Ours, intent: Intent) -> None:
    waiting = comparing.unrecorded_payment(intent, ours)
    if waiting is not None:
        await operations.plan(session, OperationKind.CREATE, waiting)
    elif ours.payment is not None:
        ours.payment.ask(await clock.now(session))


async def _look_at_refund(session: AsyncSession, row: Refund) -> None:
    """The row is due as one whose call had an unknown outcome: the provider is asked before anything is sent."""
    moment = await clock.now(session)
    if row.status == RefundStatus.FAILED:
        row.retry(moment)
    else:
        row.state, row.due_at, row.attempts = WorkState.WAITING, moment, 1
    pokes.hint(session, SEND_TASK)
