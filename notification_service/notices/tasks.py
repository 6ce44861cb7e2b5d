from notification_service.config import Settings
from notification_service.notices import service as notices
from notification_service.notifications import service as notifications
from shared.runtime import Runtime
from shared.workers.worker import task

BATCH = 1000
# A run ends so that the worker can listen and send; what is left is found by the next.
MOST_BATCHES = 20


@task("notification.forget_old")
async def forget_old(runtime: Runtime[Settings]) -> None:
    """What is told and done is kept for a while and then deleted."""
    await notices.forget_old(runtime.database)
    for _ in range(MOST_BATCHES):
        async with runtime.database.transaction() as session:
            forgotten = await notifications.forget_old(session, at_most=BATCH)
        if forgotten < BATCH:
            return
