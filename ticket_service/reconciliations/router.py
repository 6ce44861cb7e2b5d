from shared.deciding import idempotency
from shared.web import problems
from shared.web.identity import Admin
from shared.web.pagination import Page
from shared.web.paging import PagingQuery
from shared.web.transactions import Transaction
from ticket_service.reconciliations import service as reconciliations
from ticket_service.reconciliations.errors import ReconciliationNotFound, ReconciliationRunning
from ticket_service.reconciliations.schemas import (
    DifferenceRead,
    ReconciliationCreate,
    ReconciliationDetail,
    ReconciliationId,
    ReconciliationRead,
)

router = idempotency.router(tags=["reconciliations"])


@router.post(
    "/admin/reconciliations",
    status_code=202,
    dependencies=[idempotency.required],
    responses=problems.responses(ReconciliationRunning),
)
async def begin_reconciliation(admin: Admin, session: Transaction, body: ReconciliationCreate) -> ReconciliationRead:
    """Has the payment provider compared with orders, payments, refunds, tickets and stock; changes nothing unless `repair`
    is set. Read it again until it is finished.
    """
    begun = await reconciliations.begin(
        session, since=body.since, is_repairing=body.repair, started_by=admin.account_id
    )
    return ReconciliationRead.of(begun)


@router.get("/admin/reconciliations")
async def list_reconciliations(_admin: Admin, session: Transaction, paging: PagingQuery) -> Page[ReconciliationRead]:
    """Reconciliations, the newest first: those that were asked for and the daily one."""
    page = await reconciliations.list_all(session, paging)
    data = [ReconciliationRead.of(reconciliation) for reconciliation in page.data]
    return Page(data=data, has_more=page.has_more, next_cursor=page.next_cursor)


@router.get("/admin/reconciliations/{reconciliation_id}", responses=problems.responses(ReconciliationNotFound))
async def get_reconciliation(
    reconciliation_id: ReconciliationId, _admin: Admin, session: Transaction
) -> ReconciliationDetail:
    """How far it is, and how many differences it has found."""
    found = await reconciliations.get(session, reconciliation_id)
    return ReconciliationDetail.with_differences(
        found, await reconciliations.count_differences(session, reconciliation_id)
    )


@router.get(
    "/admin/reconciliations/{reconciliation_id}/differences", responses=problems.responses(ReconciliationNotFound)
)
async def list_differences(
    reconciliation_id: ReconciliationId, _admin: Admin, session: Transaction, paging: PagingQuery
) -> Page[DifferenceRead]:
    """What it has found, in the order in which it found it."""
    page = await reconciliations.list_differences(session, reconciliation_id, paging)
    data = [DifferenceRead.of(difference) for difference in page.data]
    return Page(data=data, has_more=page.has_more, next_cursor=page.next_cursor)
