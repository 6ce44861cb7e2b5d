from shared.runtime import Runtime
from shared.workers.worker import task
from ticket_service.config import Settings
from ticket_service.payments import webhooks


@task("ticket.forget_webhooks")
async def forget_webhooks(runtime: Runtime[Settings]) -> None:
    """Forgets webhooks that nobody repeats any more."""
    await webhooks.purge(runtime.database)
