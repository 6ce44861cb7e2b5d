from auth_service.config import Settings
from auth_service.verification import service as verification
from shared.runtime import Runtime
from shared.worker import task


@task("auth.purge_links")
async def purge_links(runtime: Runtime[Settings]) -> None:
    async with runtime.database.transaction() as session:
        await verification.purge(session)
