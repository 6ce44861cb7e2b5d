from event_service.accounts import granting
from event_service.config import Settings
from shared.runtime import Runtime
from shared.worker import task


@task("event.grant_roles")
async def grant_roles(runtime: Runtime[Settings]) -> None:
    await granting.grant_due(runtime)
