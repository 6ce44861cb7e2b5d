"""Forgetting many rows without holding their locks, or a statement, for long."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, delete, inspect, select, tuple_

from shared.persistence import clock
from shared.persistence.database import Base, Database

BATCH = 1000


async def purge(database: Database, table: type[Base], is_over: Callable[[datetime], ColumnElement[bool]]) -> None:
    """Deletes the rows that are over at the database's time, a batch in each transaction: what is done stays done."""
    key = inspect(table).primary_key
    deleted = BATCH
    while deleted == BATCH:
        async with database.transaction() as session:
            over = select(*key).where(is_over(await clock.now(session))).limit(BATCH)
            batch = over.cte("batch").prefix_with("MATERIALIZED")
            rows = delete(table).where(tuple_(*key).in_(select(batch)))
            result = await session.execute(rows.execution_options(synchronize_session=False))
            deleted = cast("CursorResult[Any]", result).rowcount
