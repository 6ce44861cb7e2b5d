from shared.runtime import Runtime
from shared.workers.worker import task
from ticket_service.config import Settings
from ticket_service.stock import sale_status

BATCH = 100


@task("ticket.tell_sale_status")
async def tell_sale_status(runtime: Runtime[Settings]) -> None:
    """Events whose sale began or ended by the clock."""
    async with runtime.database.transaction() as session:
        await sale_status.tell_due(session, BATCH)
