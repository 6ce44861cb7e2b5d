from auth_service.config import Settings
from auth_service.sign_ins import devices
from auth_service.sign_ins import service as sign_ins
from shared.runtime import Runtime
from shared.workers.worker import task


@task("auth.purge_sign_ins")
async def purge_sign_ins(runtime: Runtime[Settings]) -> None:
    await sign_ins.purge(runtime.database)
    await devices.purge(runtime.database)
