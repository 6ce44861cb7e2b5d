from shared.runtime import Runtime
from shared.workers.worker import task
from ticket_service.config import Settings
from ticket_service.transfers import service as transfers


@task("ticket.expire_transfers")
async def expire_transfers(runtime: Runtime[Settings]) -> None:
    """Ends open offers whose time is over, or whose ticket or event has ended."""
    await transfers.expire_due(runtime.database, runtime.settings)
