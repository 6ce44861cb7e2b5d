from shared.runtime import Runtime
from shared.worker import task
from ticket_service.config import Settings
from ticket_service.holds import service as holds

BATCH = 100


@task("ticket.expire_holds")
async def expire_holds(runtime: Runtime[Settings]) -> None:
    """Puts the tickets of holds whose time is over back on sale."""
    expired = BATCH
    while expired == BATCH:
        async with runtime.database.transaction() as session:
            expired = await holds.expire_due(session, BATCH)
