"""Messages that a listener could not apply: visible, tried again with growing pauses, in order per aggregate.

A parked message holds back later ones of the same aggregate and of no other. One that ends the process does so after
its pause was prolonged.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import BigInteger, Index, Uuid, exists, select
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column

from shared.messages import Envelope
from shared.persistence import clock
from shared.persistence.database import Base, Database, is_passing
from shared.telemetry import traces

log = structlog.get_logger()

BEHIND_ANOTHER = "waits behind an earlier message of the same aggregate"
DID_NOT_COME_BACK = "the process ended, or lost its database, whenever this was applied"
FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(hours=1)
BATCH = 500

Apply = Callable[[AsyncSession, Sequence[Envelope]], Awaitable[None]]


class ParkedMessage(Base):
    __tablename__ = "parked_messages"
    __table_args__ = (Index("ix_parked_messages_aggregate", "source", "aggregate_id"),)

    source: Mapped[str] = mapped_column(primary_key=True)
    message_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger)
    type: Mapped[str]
    aggregate_id: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    traceparent: Mapped[str | None]
    created_at: Mapped[datetime]
    attempts: Mapped[int]
    due_at: Mapped[datetime]
    error: Mapped[str]

    def put_off(self, moment: datetime, error: str) -> None:
        """Records one more failed attempt; the next pause is twice as long, an hour at most."""
        self.attempts += 1
        self.error = error
        self.due_at = moment + min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(self.attempts, 16))

    def envelope(self) -> Envelope:
        return Envelope(**{field.name: getattr(self, field.name) for field in fields(Envelope)})


async def attempt(session: AsyncSession, apply: Apply, envelope: Envelope) -> str | None:
    """Applies the message in a savepoint in its trace, and returns what went wrong; a database that is away is raised."""
    with traces.continued(envelope.traceparent, message_id=str(envelope.message_id)):
        try:
            async with session.begin_nested():
                await apply(session, [envelope])
        except Exception as error:
            if is_passing(error):
                raise
            log.exception("message_not_applied", type=envelope.type)
            return f"{type(error).__name__}: {error}"[:1000]
    return None


async def park(session: AsyncSession, envelope: Envelope, error: str) -> None:
    due_at = await clock.now(session) + FIRST_PAUSE
    row = insert(ParkedMessage).values(**asdict(envelope), attempts=0, due_at=due_at, error=error)
    await session.execute(row.on_conflict_do_nothing())


async def held_aggregates(session: AsyncSession, source: str) -> set[str]:
    rows = await session.execute(select(ParkedMessage.aggregate_id).where(ParkedMessage.source == source).distinct())
    return set(rows.scalars())


async def replay(database: Database, apply: Apply) -> None:
    """Tries the parked messages that are due again; within an aggregate none overtakes another."""
    for _ in range(BATCH):
        key = await _put_off_next(database)
        if key is None:
            return
        async with database.transaction() as session:
            message = await session.get(ParkedMessage, key, with_for_update=True)
            if message is None:
                continue
            error = await attempt(session, apply, message.envelope())
            if error is None:
                await session.delete(message)
            else:
                message.error = error


async def _put_off_next(database: Database) -> tuple[str, UUID] | None:
    """The longest due of the messages that wait behind no other. Its next pause is committed before it is tried."""
    async with database.transaction() as session:
        moment = await clock.now(session)
        earlier = aliased(ParkedMessage)
        waits_behind_another = exists().where(
            earlier.source == ParkedMessage.source,
            earlier.aggregate_id == ParkedMessage.aggregate_id,
            earlier.position < ParkedMessage.position,
        )
        due = (
            select(ParkedMessage)
            .where(ParkedMessage.due_at <= moment, ~waits_behind_another)
            .order_by(ParkedMessage.due_at)
            .limit(1)
            .with_for_update(of=ParkedMessage, skip_locked=True)
        )
        message = (await session.execute(due)).scalar_one_or_none()
        if message is None:
            return None
        message.put_off(moment, DID_NOT_COME_BACK)
        return message.source, message.message_id
