from event_service.config import Settings
from event_service.ticket_types import capacity
from shared.runtime import Runtime
from shared.worker import task


@task("event.open_capacities")
async def open_capacities(runtime: Runtime[Settings]) -> None:
    await capacity.open_due(runtime)
