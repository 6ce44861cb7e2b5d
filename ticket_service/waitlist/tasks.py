from shared.runtime import Runtime
from shared.workers.worker import task
from ticket_service.config import Settings
from ticket_service.waitlist import offering
from ticket_service.waitlist.service import SERVE_TASK


@task(SERVE_TASK)
async def serve_waitlists(runtime: Runtime[Settings]) -> None:
    """Ends offers and entries whose time is over, then offers what has returned to the next in line."""
    await offering.serve(runtime.database, runtime.settings)
