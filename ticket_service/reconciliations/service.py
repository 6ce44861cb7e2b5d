"""Reconciliations: begun by admins, operators and the schedule; what they found."""

from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.ids import new_id
from shared.message_log import pokes
from shared.persistence import clock
from shared.persistence.leases import WorkState
from shared.web.pagination import Page, Paging, paginate
from ticket_service.reconciliations.comparing import Finding
from ticket_service.reconciliations.errors import ReconciliationNotFound, ReconciliationRunning
from ticket_service.reconciliations.models import RECONCILE_TASK, Difference, Reconciliation, Stage
from ticket_service.reconciliations.queries import Ours

log = structlog.get_logger()

# How far back is looked when nobody says.
USUALLY_SINCE = timedelta(days=7)
EVERY = timedelta(days=1)


async def begin(
    session: AsyncSession, *, since: datetime | None, is_repairing: bool, started_by: str | None
) -> Reconciliation:
    """The worker does it, now. Raises ReconciliationRunning."""
    moment = await clock.now(session)
    row = insert(Reconciliation).values(
        id=new_id("rec"),
        since=since or moment - USUALLY_SINCE,
        is_repairing=is_repairing,
        started_by=started_by,
        stage=Stage.INTENTS,
        intents=0,
        refunds=0,
        created_at=moment,
        state=WorkState.WAITING,
        attempts=0,
        due_at=moment,
    )
    begun = await session.execute(row.on_conflict_do_nothing().returning(Reconciliation))
    reconciliation = begun.scalar_one_or_none()
    if reconciliation is None:
        raise ReconciliationRunning
    pokes.hint(session, RECONCILE_TASK)
    return reconciliation


async def begin_daily(session: AsyncSession) -> None:
    """One that only looks, unless there was one of any kind within a day."""
    moment = await clock.now(session)
    recent = select(Reconciliation.id).where(Reconciliation.created_at > moment - EVERY)
    if (await session.execute(recent.limit(1))).first() is None:
        await begin(session, since=None, is_repairing=False, started_by=None)


async def record(session: AsyncSession, leased: Reconciliation, finding: Finding, ours: Ours) -> Difference:
    """The difference's row, which is there already when a killed run had found it."""
    values = {
        "reconciliation_id": leased.id,
        "code": finding.code,
        "subject": finding.subject,
        "order_id": ours.order.id if ours.order else None,
        "payment_id": ours.payment.id if ours.payment else None,
        "ours": finding.ours,
        "theirs": finding.theirs,
        "repair": finding.repair,
        "created_at": await clock.now(session),
    }
    log.warning("books_differ", code=finding.code, subject=finding.subject, repair=finding.repair)
    key = [Difference.reconciliation_id, Difference.subject, Difference.code]
    row = insert(Difference).values(**values).on_conflict_do_nothing(index_elements=key)
    await session.execute(row)
    found = select(Difference).where(
        Difference.reconciliation_id == leased.id,
        Difference.subject == finding.subject,
        Difference.code == finding.code,
    )
    return (await session.execute(found)).scalar_one()


async def get(session: AsyncSession, reconciliation_id: str) -> Reconciliation:
    """Raises ReconciliationNotFound."""
    found = await session.get(Reconciliation, reconciliation_id)
    if found is None:
        raise ReconciliationNotFound
    return found


async def count_differences(session: AsyncSession, reconciliation_id: str) -> int:
    query = select(func.count()).where(Difference.reconciliation_id == reconciliation_id)
    return (await session.execute(query)).scalar_one()


async def list_all(session: AsyncSession, paging: Paging) -> Page[Any]:
    """The newest first."""
    return await paginate(session, select(Reconciliation), paging, order_by=[Reconciliation.id], descending=True)


async def list_differences(session: AsyncSession, reconciliation_id: str, paging: Paging) -> Page[Any]:
    """In the order in which they were found. Raises ReconciliationNotFound."""
    await get(session, reconciliation_id)
    query = select(Difference).where(Difference.reconciliation_id == reconciliation_id)
    return await paginate(session, query, paging, order_by=[Difference.id])
