from shared.runtime import Runtime
from shared.workers.worker import task
from ticket_service.config import Settings
from ticket_service.disputes import looking
from ticket_service.payments.models import DISPUTES_TASK
from ticket_service.payments.stripe_client import at_provider, provider


@task(DISPUTES_TASK)
async def look_at_disputes(runtime: Runtime[Settings]) -> None:
    """Asks the provider for the disputes of payments that are due."""
    with at_provider.alone() as is_alone:
        if is_alone:
            await looking.look_due(runtime, provider(runtime))
