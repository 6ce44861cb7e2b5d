"""Many rows of a table in one statement, for transactions that decide for many at once."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar, cast

import orjson
from sqlalchemy import CursorResult, inspect, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import manager_of_class
from sqlalchemy.types import LargeBinary

from shared.database import Base
from shared.ids import Id

_Read = Callable[[Any], Any]
R = TypeVar("R", bound=Base)


def row(kind: type[R], **values: Any) -> R:
    """An object for `insert`, or for a session to add, made as one is made of a row that was read: at a fifth of the cost.

    What it is given is not recorded as a change, so defaults that a session fills in for missing values still come, and
    relationships are set afterwards.
    """
    made: R = manager_of_class(kind).new_instance()
    made.__dict__.update(values)
    return made


async def insert(session: AsyncSession, rows: Sequence[Base], *, on_conflict: str = "") -> int:
    """Inserts objects that are in no session, all of one class, and returns how many rows that made.

    What they do not have is NULL: defaults are the caller's. They travel as one JSON document, which Postgres turns into
    rows by the table's own types.
    """
    if not rows:
        return 0
    table, columns = _columns(type(rows[0]))
    names = ", ".join(name for name, _, _ in columns)
    document = orjson.dumps([{name: read(getattr(row, key)) for name, key, read in columns} for row in rows])
    statement = (
        f"INSERT INTO {table} ({names}) "  # noqa: S608  names of our own tables
        f"SELECT {names} FROM json_populate_recordset(NULL::{table}, CAST(:rows AS json)) {on_conflict}"
    )
    result = await session.execute(text(statement), {"rows": document.decode()})
    return cast("CursorResult[Any]", result).rowcount


@cache
def _columns(kind: type[Base]) -> tuple[str, list[tuple[str, str, _Read]]]:
    """The table, and of each column its name, its attribute and how its values are written; not the identity."""
    mapper = inspect(kind)
    columns = [
        (column.name, mapper.get_property_by_column(column).key, _writer(column.type))
        for column in mapper.columns
        if column.identity is None
    ]
    return mapper.local_table.fullname, columns  # type: ignore[attr-defined]  # a table, not a join


def _writer(kind: Any) -> _Read:
    if isinstance(kind, Id):
        return _uuid
    return _bytes if isinstance(kind, LargeBinary) else _as_it_is


def _uuid(value: str | None) -> str | None:
    return None if value is None else value.rpartition("_")[2]


def _bytes(value: bytes | None) -> str | None:
    return None if value is None else f"\\x{value.hex()}"


def _as_it_is(value: Any) -> Any:
    return value
