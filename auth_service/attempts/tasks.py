from auth_service.attempts import service as attempts
from auth_service.config import Settings
from shared.runtime import Runtime
from shared.workers.worker import task


@task("auth.purge_attempts")
async def purge_attempts(runtime: Runtime[Settings]) -> None:
    await attempts.purge(runtime.database)
