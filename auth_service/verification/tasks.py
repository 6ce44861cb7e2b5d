from auth_service.config import Settings
from auth_service.verification import service as verification
from shared.runtime import Runtime
from shared.workers.worker import task

MOST_AT_ONCE = 200


@task("auth.answer_mail_requests")
async def answer_mail_requests(runtime: Runtime[Settings]) -> None:
    """One transaction each: none holds the locks of two accounts."""
    for _ in range(MOST_AT_ONCE):
        async with runtime.database.transaction() as session:
            if not await verification.answer_next_request(session):
                break


@task("auth.purge_links")
async def purge_links(runtime: Runtime[Settings]) -> None:
    await verification.purge(runtime.database)
