"""Many rows in one statement, for transactions that decide for many at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import orjson
from sqlalchemy import TextClause, Uuid, inspect, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import manager_of_class
from sqlalchemy.types import LargeBinary

from shared.ids import Id
from shared.persistence.database import Base

_Write = Callable[[Any], str]
# A column's name, its attribute, and how its values are written.
_Column = tuple[str, str, _Write | None]
R = TypeVar("R", bound=Base)


@dataclass(frozen=True)
class Insert:
    """Objects that are in no session, all of one class, and what is done about one whose row is there already."""

    rows: Sequence[Base]
    on_conflict: str = ""


def row(kind: type[R], /, **values: Any) -> R:
    """An object for `insert`, or for a session to add, made as one is made of a row that was read: at a fifth of the cost.

    What it is given is not recorded as a change, so defaults that a session fills in for missing values still come, and
    relationships are set afterwards.
    """
    made: R = manager_of_class(kind).new_instance()
    made.__dict__.update(values)
    return made


async def insert(session: AsyncSession, rows: Sequence[Base], *, on_conflict: str = "") -> int:
    """Inserts objects that are in no session, all of one class, and returns how many rows that made or changed."""
    [inserted] = await insert_all(session, Insert(rows, on_conflict))
    return inserted


async def insert_all(session: AsyncSession, *inserts: Insert) -> Sequence[int]:
    """The same for several tables in one statement: foreign keys between them are checked at its end.

    What the objects do not have is NULL: defaults are the caller's. They travel as one JSON document for each table, which
    Postgres turns into rows by the table's own types.
    """
    filled = [one for one in inserts if one.rows]
    if not filled:
        return [0] * len(inserts)
    statement, tables = _statement(tuple((type(one.rows[0]), one.on_conflict) for one in filled))
    documents = {
        f"rows_{place}": orjson.dumps([_written(row.__dict__, columns) for row in one.rows]).decode()
        for place, (one, columns) in enumerate(zip(filled, tables, strict=True))
    }
    counts = iter((await session.execute(statement, documents)).one())
    return [next(counts) if one.rows else 0 for one in inserts]


@cache
def _statement(inserts: tuple[tuple[type[Base], str], ...]) -> tuple[TextClause, Sequence[Sequence[_Column]]]:
    """The statement, and the columns of each of its tables."""
    tables = [_columns(kind) for kind, _ in inserts]
    made = [
        f"made_{place} AS ({_insert_of(kind, columns, f'rows_{place}')} {on_conflict} RETURNING 1)"
        for place, ((kind, on_conflict), columns) in enumerate(zip(inserts, tables, strict=True))
    ]
    counts = [f"(SELECT count(*) FROM made_{place})" for place in range(len(made))]  # noqa: S608  names of our own
    return text(f"WITH {', '.join(made)} SELECT {', '.join(counts)}"), tables


def _insert_of(kind: type[Base], columns: Sequence[_Column], rows: str) -> str:
    table = inspect(kind).local_table.fullname  # type: ignore[attr-defined]  # a table, not a join
    names = ", ".join(name for name, _, _ in columns)
    return (
        f"INSERT INTO {table} ({names}) "  # noqa: S608  names of our own tables
        f"SELECT {names} FROM json_populate_recordset(NULL::{table}, CAST(:{rows} AS json))"
    )


def _columns(kind: type[Base]) -> Sequence[_Column]:
    """Of each column its name, its attribute and how its values are written; not the identity."""
    mapper = inspect(kind)
    return [
        (str(column.name), mapper.get_property_by_column(column).key, _writer(column.type))
        for column in mapper.columns
        if column.identity is None
    ]


def _written(values: Mapping[str, Any], columns: Sequence[_Column]) -> dict[str, Any]:
    """What a row has; a column that is left out is NULL."""
    written = {}
    for name, key, write in columns:
        value = values.get(key)
        if value is not None:
            written[name] = value if write is None else write(value)
    return written


def _writer(kind: Any) -> _Write | None:
    """None for what is written as it is."""
    if isinstance(kind, Id):
        return _uuid
    if isinstance(kind, Uuid):
        return str  # those that were read are asyncpg's own
    return _bytes if isinstance(kind, LargeBinary) else None


def _uuid(value: str) -> str:
    return value.rpartition("_")[2]


def _bytes(value: bytes) -> str:
    return f"\\x{value.hex()}"
