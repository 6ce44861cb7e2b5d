from shared.runtime import Runtime
from shared.workers.worker import task
from ticket_service.config import Settings
from ticket_service.payments.stripe_client import at_provider, provider
from ticket_service.refunds import cancellation, sending
from ticket_service.refunds.models import CANCELED_TASK, SEND_TASK


@task(SEND_TASK)
async def send_refunds(runtime: Runtime[Settings]) -> None:
    """Has the provider send the money of approved refunds."""
    with at_provider.alone() as is_alone:
        if is_alone:
            await sending.send_due(runtime, provider(runtime))


@task(CANCELED_TASK)
async def refund_canceled_events(runtime: Runtime[Settings]) -> None:
    """Approves the refunds of canceled events' orders."""
    await cancellation.refund_due(runtime.database)
