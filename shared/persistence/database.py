"""One engine per process; one request or task is one transaction, committed here and nowhere else."""

import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import ARRAY, ColumnElement, DateTime, Engine, MetaData, any_, event, literal, text
from sqlalchemy.exc import DBAPIError, InterfaceError, InvalidatePoolError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.dml import UpdateBase

from shared.errors import Unavailable

MESSAGES_ADDED = "outbox.added"
TASKS_HINTED = "pokes.hinted"

# How long a connection is believed to be one after its last use.
TRUSTED_SECONDS = 1.0
_IDLE_SINCE = "idle_since"

# Classes of SQLSTATE that mean "not now": connection, resources, shutdown, serialization, deadlock, lock timeout, cancel.
LOCK_NOT_AVAILABLE = "55P03"
_PASSING_STATES = ("08", "53", "57P0", "57014", "40001", "40P01", LOCK_NOT_AVAILABLE, "25P03")


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: DateTime(timezone=True)}  # noqa: RUF012  SQLAlchemy's own class attribute


def among(column: InstrumentedAttribute[Any], values: Iterable[Any]) -> ColumnElement[bool]:
    """Whether the column has one of the values: one statement for any number of them.

    `in_` writes each number of values as another statement, which a connection has to prepare: groups come in all sizes.
    """
    return column == any_(literal(list(values), ARRAY(column.type)))


def _dumps(value: Any) -> str:
    return orjson.dumps(value).decode()


class Database:
    """The engine and its sessions. After a commit `after_messages` is called if it appended to the outbox, and `hint` for
    each task that has something to do now.
    """

    def __init__(
        self,
        url: str,
        *,
        pool_size: int = 8,
        after_messages: Callable[[], None] = lambda: None,
        hint: Callable[[str], None] = lambda _task: None,
    ) -> None:
        self.engine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=0,
            # In a rush a transaction waits its turn; a database that does not answer is told within three seconds.
            pool_timeout=2,
            hide_parameters=True,  # what people sent does not belong into error messages, which are logged
            json_serializer=_dumps,
            json_deserializer=orjson.loads,
            connect_args={"timeout": 2, "command_timeout": 4},
        )
        _ping_before_use(self.engine.sync_engine)
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self.after_messages = after_messages
        self._hint = hint

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A session that commits at the end of the block and rolls back when the block raises.

        Raises Unavailable when the database is away or busy. After an error *at* the commit nobody knows whether it
        took place; only the caller's idempotency key may decide.
        """
        with _passing_as_unavailable():
            async with self._sessions() as session, session.begin():
                yield session
        if session.info.get(MESSAGES_ADDED):
            self.after_messages()
        for task in session.info.get(TASKS_HINTED, ()):
            self._hint(task)

    async def execute_alone(self, statement: UpdateBase) -> int:
        """How many rows a statement changed that is a transaction of its own: one exchange with the database, not three.

        Raises Unavailable as `transaction` does.
        """
        with _passing_as_unavailable():
            async with self.engine.connect() as connection:
                alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
                return (await alone.execute(statement)).rowcount

    async def ping(self) -> None:
        async with self.engine.connect() as connection:
            await connection.execute(text("select 1"))

    async def close(self) -> None:
        await self.engine.dispose()


@contextmanager
def _passing_as_unavailable() -> Iterator[None]:
    try:
        yield
    except (OSError, TimeoutError, PoolTimeout, DBAPIError) as error:
        if is_passing(error):
            raise Unavailable(retry_after=1) from error
        raise


def _ping_before_use(engine: Engine) -> None:
    """A connection that nobody has used for a while is asked whether it still is one; if not, all of that age are replaced.

    SQLAlchemy's `pool_pre_ping` asks before every use: in a rush a fifth of what a transaction costs.
    """

    @event.listens_for(engine, "checkin")
    def note(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info[_IDLE_SINCE] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def ask(connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
        since = record.info.get(_IDLE_SINCE)
        if since is None or time.monotonic() - since < TRUSTED_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error


def has_waited(error: BaseException | None) -> bool:
    """Whether somebody else has had a lock for longer than this transaction may wait."""
    return isinstance(error, DBAPIError) and str(getattr(error.orig, "sqlstate", None)) == LOCK_NOT_AVAILABLE


def is_passing(error: BaseException) -> bool:
    """Whether the database was away, restarting or busy, so that the same request may succeed a moment later."""
    if isinstance(error, DBAPIError):
        state = str(getattr(error.orig, "sqlstate", None) or "")
        if state:
            return state.startswith(_PASSING_STATES)
        return error.connection_invalidated or isinstance(error, InterfaceError | OperationalError)
    return isinstance(error, OSError | TimeoutError | PoolTimeout)
