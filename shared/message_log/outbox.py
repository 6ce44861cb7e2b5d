"""The owner's side of the message log: append in the transaction of the change, number afterwards, read by position.

An insert never decides a position: ids are handed out before the commit and become visible out of order, so a reader that
went by them would skip whoever commits late. `read` numbers what is committed and has no position yet, under a lock.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import uuid_utils.compat
from sqlalchemy import BigInteger, Identity, Index, Text, Uuid, and_, bindparam, cast, func, select, text, update
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from shared.messages import Message
from shared.persistence import bulk, clock, purging
from shared.persistence.backlog import Measure, oldest_seconds
from shared.persistence.database import MESSAGES_ADDED, Base, Database
from shared.telemetry.logs import current_traceparent

KEPT = timedelta(days=30)


class OutboxMessage(Base):
    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_unnumbered", "n", postgresql_where=text("position IS NULL")),)

    n: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    message_id: Mapped[UUID] = mapped_column(Uuid, unique=True)
    position: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    type: Mapped[str]
    aggregate_id: Mapped[str]
    aggregate_version: Mapped[int] = mapped_column(BigInteger)
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    traceparent: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(index=True)


class OutboxLog(Base):
    """The log's one row. A restored or re-created database has another epoch, and its readers start again."""

    __tablename__ = "outbox_log"

    only: Mapped[bool] = mapped_column(primary_key=True, default=True)
    epoch: Mapped[UUID] = mapped_column(Uuid)
    last_position: Mapped[int] = mapped_column(BigInteger, default=0)


MEASURES = (
    Measure(
        "outbox_unnumbered_messages",
        "Messages that no reader has asked for yet.",
        lambda _moment: select(func.count()).where(OutboxMessage.position.is_(None)),
    ),
    Measure(
        "outbox_unnumbered_oldest_seconds",
        "How long the oldest of them has waited.",
        lambda moment: select(oldest_seconds(moment, OutboxMessage.created_at)).where(OutboxMessage.position.is_(None)),
    ),
    Measure(
        "outbox_position", "The position of the log's last message.", lambda _moment: select(OutboxLog.last_position)
    ),
)


async def add(session: AsyncSession, message: Message) -> None:
    """Appends the message to the log of this transaction. Hold the lock on the row it speaks of: that keeps its order."""
    session.add(entry(message, await clock.now(session)))
    session.info[MESSAGES_ADDED] = True


def appending(session: AsyncSession, entries: Sequence[OutboxMessage]) -> bulk.Insert:
    """Appends many at once, in their order, by the statement that makes the rows they speak of."""
    if entries:
        session.info[MESSAGES_ADDED] = True
    return bulk.Insert(entries)


def entry(message: Message, moment: datetime) -> OutboxMessage:
    """The message as it stands in the log, with the trace of whoever caused it."""
    return bulk.row(
        OutboxMessage,
        message_id=uuid_utils.compat.uuid7(),
        type=type(message).__name__,
        aggregate_id=message.aggregate_id,
        aggregate_version=message.version,
        payload=message.model_dump(mode="json"),
        traceparent=current_traceparent(),
        created_at=moment,
    )


# Made once: both are asked by each reader after each poke.
_LOG = select(OutboxLog).with_for_update()
_FRESH = (
    select(OutboxMessage.n, func.row_number().over(order_by=OutboxMessage.n).label("rank"))
    .where(OutboxMessage.position.is_(None))
    .cte("fresh")
)
_NUMBER = (
    update(OutboxMessage)
    .where(OutboxMessage.n == _FRESH.c.n)
    .values(position=bindparam("last_position", type_=BigInteger) + _FRESH.c.rank)
    .returning(OutboxMessage.n)
    .execution_options(synchronize_session=False)
)


async def number(session: AsyncSession) -> UUID:
    """Gives positions to the committed messages that have none, in the order of their identity, and returns the epoch."""
    log = (await session.execute(_LOG)).scalar_one()
    numbered = await session.execute(_NUMBER, {"last_position": log.last_position})
    log.last_position += len(numbered.all())
    return log.epoch


async def read(session: AsyncSession, source: str, after: int, limit: int) -> str:
    """The numbered messages after a position, oldest first, as a JSON array of envelopes.

    Call it in a later transaction than `number`. Postgres writes the JSON: several readers ask for each message, and nobody
    here looks into it.
    """
    page = select(OutboxMessage).where(OutboxMessage.position > after).order_by(OutboxMessage.position).limit(limit)
    row = page.subquery().c
    envelope = func.json_build_object(
        *("source", source, "message_id", row.message_id, "position", row.position, "type", row.type),
        *("aggregate_id", row.aggregate_id, "payload", row.payload),
        *("traceparent", row.traceparent, "created_at", row.created_at),
    )
    envelopes = cast(func.json_agg(aggregate_order_by(envelope, row.position)), Text)
    return (await session.execute(select(func.coalesce(envelopes, "[]")))).scalar_one()


async def purge(database: Database) -> None:
    """Forgets numbered messages that are older than the log keeps."""
    await purging.purge(
        database,
        OutboxMessage,
        lambda now: and_(OutboxMessage.created_at < now - KEPT, OutboxMessage.position.is_not(None)),
    )
