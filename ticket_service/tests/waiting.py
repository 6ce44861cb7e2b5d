import asyncio
from collections.abc import Awaitable, Callable

from sqlalchemy import text

from shared.persistence.database import Database
from shared.testing import conditions

_WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")


async def until_somebody_waits(database: Database) -> None:
    """For a lock that somebody else has."""

    async def is_waiting() -> bool:
        async with database.transaction() as session:
            return bool((await session.execute(_WAITING)).scalar())

    await conditions.until(is_waiting)


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Asks again and again; the test's own time limit bounds it."""
    while True:
        if await condition():
            return
        await asyncio.sleep(0.1)
