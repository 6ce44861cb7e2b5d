"""Lists in pages: a stable order, an opaque cursor, never an offset."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

import orjson
from pydantic import BaseModel
from sqlalchemy import Select, literal, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from shared.errors import BadRequest
from shared.ids import Id, to_uuid
from shared.web.wire import to_utc

T = TypeVar("T")


class InvalidCursor(BadRequest):
    detail = "`after` is not a cursor that this list gave out."


class Page(BaseModel, Generic[T]):
    """One page of a list. Ask again with `?after=<next_cursor>` while `has_more` is true."""

    data: Sequence[T]
    has_more: bool
    next_cursor: str | None


@dataclass(frozen=True)
class Paging:
    limit: int
    after: str | None


async def paginate(
    session: AsyncSession,
    query: Select[T],
    paging: Paging,
    *,
    order_by: Sequence[InstrumentedAttribute[Any]],
    descending: bool = False,
) -> Page[T]:
    """The page of `query` after the cursor, ordered by columns of which the last is unique. Raises InvalidCursor."""
    if paging.after is not None:
        position = tuple_(*(literal(value, column.type) for column, value in _decode(paging.after, order_by)))
        columns = tuple_(*order_by)
        query = query.where(columns < position if descending else columns > position)
    query = query.order_by(*((column.desc() for column in order_by) if descending else order_by))
    rows = list((await session.execute(query.limit(paging.limit + 1))).scalars())
    data, has_more = rows[: paging.limit], len(rows) > paging.limit
    cursor = _encode([getattr(data[-1], column.key) for column in order_by]) if has_more else None
    return Page(data=data, has_more=has_more, next_cursor=cursor)


def _encode(values: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(values)).decode().rstrip("=")


def _decode(cursor: str, columns: Sequence[InstrumentedAttribute[Any]]) -> list[tuple[InstrumentedAttribute[Any], Any]]:
    try:
        values = orjson.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        if not isinstance(values, list) or len(values) != len(columns):
            raise InvalidCursor(param="after")
        return [(column, _typed(column, value)) for column, value in zip(columns, values, strict=True)]
    except (ValueError, TypeError, AttributeError) as error:
        raise InvalidCursor(param="after") from error


def _typed(column: InstrumentedAttribute[Any], value: Any) -> Any:
    """The cursor's value as the column's type; ValueError or TypeError when somebody made the cursor up."""
    if isinstance(column.type, Id):
        to_uuid(column.type.prefix, value)
        return value
    if column.type.python_type is datetime:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError("a moment without an offset")
        return to_utc(moment)
    if not isinstance(value, column.type.python_type):
        raise TypeError("a value of another type than the column's")
    return value
