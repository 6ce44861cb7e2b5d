from shared.runtime import Runtime
from shared.workers.worker import task
from ticket_service.config import Settings
from ticket_service.payments.stripe_client import at_provider, provider
from ticket_service.reconciliations import running
from ticket_service.reconciliations import service as reconciliations
from ticket_service.reconciliations.models import RECONCILE_TASK


@task(RECONCILE_TASK)
async def reconcile(runtime: Runtime[Settings]) -> None:
    """Goes on with reconciliations."""
    with at_provider.alone() as is_alone:
        if is_alone:
            await running.compare_due(runtime, provider(runtime))


@task("ticket.begin_reconciliation")
async def begin_reconciliation(runtime: Runtime[Settings]) -> None:
    """Begins the one of the day."""
    async with runtime.database.transaction() as session:
        await reconciliations.begin_daily(session)
