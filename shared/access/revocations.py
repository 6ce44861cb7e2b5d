"""Sessions that ended before their access tokens did; each service keeps its own copy, told by auth."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from shared.messages import Envelope
from shared.messages.auth import SessionRevoked
from shared.persistence import purging
from shared.persistence.database import Base, Database, among


class RevokedSession(Base):
    __tablename__ = "revoked_sessions"

    session_id: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[datetime] = mapped_column(index=True)


async def remember(session: AsyncSession, message: SessionRevoked, _envelope: Envelope) -> None:
    """The listener for SessionRevoked."""
    row = insert(RevokedSession).values(session_id=message.session_id, until=message.until)
    await session.execute(row.on_conflict_do_nothing())


async def is_revoked(session: AsyncSession, session_id: str) -> bool:
    return bool(await find_revoked(session, {session_id}))


async def find_revoked(session: AsyncSession, session_ids: Collection[str]) -> set[str]:
    """Those of the sessions that have ended."""
    found = await session.execute(
        select(RevokedSession.session_id).where(among(RevokedSession.session_id, session_ids))
    )
    return set(found.scalars())


async def purge(database: Database) -> None:
    await purging.purge(database, RevokedSession, lambda now: RevokedSession.until < now)
