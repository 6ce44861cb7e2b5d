from notification_service.config import Settings
from notification_service.deliveries import service as deliveries
from shared.runtime import Runtime
from shared.worker import task


@task("notification.send_due")
async def send_due(runtime: Runtime[Settings]) -> None:
    await deliveries.send_due(runtime)
