from notification_service.config import Settings
from notification_service.notices import service as notices
from shared.runtime import Runtime
from shared.worker import task


@task("notification.fan_out")
async def fan_out(runtime: Runtime[Settings]) -> None:
    more = True
    while more:
        async with runtime.database.transaction() as session:
            more = await notices.fan_out(session)
