"""Ends rows whose time is over, in batches. A batch that fails is repeated row by row: one bad row stops no other."""

from collections.abc import Awaitable, Callable, Sequence

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from shared.errors import Unavailable
from shared.persistence.database import Database

log = structlog.get_logger()

BATCH = 100
MOST_BATCHES = 50

Find = Callable[[AsyncSession, int], Awaitable[Sequence[str]]]
End = Callable[[AsyncSession, Sequence[str]], Awaitable[None]]


async def sweep(database: Database, find: Find, end: End) -> None:
    """`find` names rows that are due, `end` ends those of them that it can lock and that are still due."""
    for _ in range(MOST_BATCHES):
        async with database.transaction() as session:
            due = await find(session, BATCH)
        if due and not await _ended(database, end, due):
            for row in due:
                await _ended(database, end, [row])
        if len(due) < BATCH:
            return


async def _ended(database: Database, end: End, rows: Sequence[str]) -> bool:
    try:
        async with database.transaction() as session:
            await end(session, rows)
    except Unavailable:
        raise
    except Exception:
        log.exception("not_swept", rows=rows[0] if len(rows) == 1 else len(rows))
        return False
    return True
