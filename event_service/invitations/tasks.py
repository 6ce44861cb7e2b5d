from event_service.config import Settings
from event_service.invitations import service
from shared.runtime import Runtime
from shared.worker import task


@task("event.look_up_addresses")
async def look_up_addresses(runtime: Runtime[Settings]) -> None:
    await service.look_up_due(runtime)
