from shared.runtime import Runtime
from shared.workers.worker import task
from ticket_service.config import Settings
from ticket_service.holds import service as holds
from ticket_service.sweeping import sweep


@task("ticket.expire_holds")
async def expire_holds(runtime: Runtime[Settings]) -> None:
    """Puts the tickets of holds whose time is over back on sale."""
    await sweep(runtime.database, holds.find_due, holds.expire)


@task("ticket.forget_holds")
async def forget_holds(runtime: Runtime[Settings]) -> None:
    """What ended days ago."""
    await holds.purge(runtime.database)
