from shared.runtime import Runtime
from shared.workers.worker import task
from ticket_service.config import Settings
from ticket_service.payments.models import SETTLE_TASK
from ticket_service.payments.stripe_client import at_provider, provider
from ticket_service.sales import ending, settlement
from ticket_service.sweeping import sweep


@task(SETTLE_TASK)
async def settle_payments(runtime: Runtime[Settings]) -> None:
    """Looks at payments that are due and makes the calls that are planned."""
    with at_provider.alone() as is_alone:
        if is_alone:
            await settlement.settle_due(runtime, provider(runtime))


@task("ticket.expire_orders")
async def expire_orders(runtime: Runtime[Settings]) -> None:
    """Ends orders whose time to be paid is over."""
    await sweep(runtime.database, ending.find_due, ending.expire)
    await sweep(runtime.database, ending.find_stranded, ending.end_stranded)
