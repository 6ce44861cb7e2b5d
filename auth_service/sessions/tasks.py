from auth_service.config import Settings
from auth_service.sessions import service as sessions
from shared.runtime import Runtime
from shared.workers.worker import task


@task("auth.forget_salts")
async def forget_salts(runtime: Runtime[Settings]) -> None:
    async with runtime.database.transaction() as session:
        await sessions.forget_salts(session)


@task("auth.purge_sessions")
async def purge_sessions(runtime: Runtime[Settings]) -> None:
    await sessions.purge(runtime.database)
