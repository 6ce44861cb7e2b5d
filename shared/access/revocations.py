"""Sessions that ended before their access tokens did; each service keeps its own copy, told by auth."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ARRAY, Text, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from shared.messages import Envelope
from shared.messages.auth import SessionRevoked
from shared.persistence import clock, purging
from shared.persistence.database import Base, Database


class RevokedSession(Base):
    __tablename__ = "revoked_sessions"

    session_id: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[datetime] = mapped_column(index=True)


_CLOCK = select(func.clock_timestamp().label("now")).subquery()
_ENDED = select(_CLOCK.c.now, RevokedSession.session_id).outerjoin_from(
    _CLOCK, RevokedSession, RevokedSession.session_id == any_(bindparam("session_ids", type_=ARRAY(Text)))
)


async def remember(session: AsyncSession, message: SessionRevoked, _envelope: Envelope) -> None:
    """The listener for SessionRevoked."""
    row = insert(RevokedSession).values(session_id=message.session_id, until=message.until)
    await session.execute(row.on_conflict_do_nothing())


async def is_revoked(session: AsyncSession, session_id: str) -> bool:
    return await session.get(RevokedSession, session_id) is not None


async def find_revoked(session: AsyncSession, session_ids: Collection[str]) -> set[str]:
    """Those of the sessions that have ended.

    It is this transaction's moment too, unless it has one: who asks under locks what is still allowed needs both at once.
    """
    rows = (await session.execute(_ENDED, {"session_ids": list(session_ids)})).all()
    clock.hear(session, rows[0].now)
    return {row.session_id for row in rows} - {None}


async def purge(database: Database) -> None:
    await purging.purge(database, RevokedSession, lambda now: RevokedSession.until < now)
