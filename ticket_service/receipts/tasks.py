from shared.runtime import Runtime
from shared.workers.worker import task
from ticket_service.config import Settings
from ticket_service.receipts import making
from ticket_service.receipts.models import MAKE_TASK


@task(MAKE_TASK)
async def make_receipts(runtime: Runtime[Settings]) -> None:
    """Makes the receipts that somebody waits for."""
    await making.make_due(runtime.database)
