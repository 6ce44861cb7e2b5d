"""Copies of what another service owns. Its messages come again and late, so a copy is replaced by what is newer only."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.persistence.database import Base


async def keep(session: AsyncSession, table: type[Base], values: Mapping[str, Any]) -> bool:
    """One statement inserts or replaces the row of this primary key; a row whose `version` is higher stays: False."""
    row = insert(table).values(**values)
    columns, key = inspect(table).columns, inspect(table).primary_key
    names = {column.name for column in key}
    newer = row.on_conflict_do_update(
        index_elements=key,
        set_={name: row.excluded[name] for name in values if name not in names},
        where=columns["version"] <= row.excluded["version"],
    )
    return (await session.execute(newer.returning(*key))).first() is not None
