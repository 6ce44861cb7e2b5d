from shared.runtime import Runtime
from shared.workers.worker import task
from ticket_service.config import Settings
from ticket_service.payments import missed, webhooks
from ticket_service.payments.models import EVENTS_TASK
from ticket_service.payments.stripe_client import at_provider, provider


@task("ticket.forget_webhooks")
async def forget_webhooks(runtime: Runtime[Settings]) -> None:
    """Forgets webhooks that nobody repeats any more."""
    await webhooks.purge(runtime.database)


@task(EVENTS_TASK)
async def read_events(runtime: Runtime[Settings]) -> None:
    """Receives what no webhook told."""
    with at_provider.alone() as is_alone:
        if is_alone:
            await missed.read_due(runtime, provider(runtime))
