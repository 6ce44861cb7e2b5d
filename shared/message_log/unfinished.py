"""Pages of messages that were begun and not ended: the process that applied them died, or lost its database.

The messages of such a page are taken one at a time, and one that was begun alone `ENOUGH` times is not begun again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from shared.messages import Envelope
from shared.persistence.database import Base, Database

ENOUGH = 3


class UnfinishedPage(Base):
    """Of each log at most one. What the page has applied and what ends its row are one transaction."""

    __tablename__ = "unfinished_pages"

    source: Mapped[str] = mapped_column(primary_key=True)
    last_position: Mapped[int] = mapped_column(BigInteger)
    # How often the message after the cursor was begun alone.
    attempts: Mapped[int]


@dataclass(frozen=True)
class Begun:
    """What of a page is to be applied now; `is_given_up` says that its one message is not to be tried."""

    messages: Sequence[Envelope]
    is_given_up: bool = False


async def exists(session: AsyncSession, source: str) -> bool:
    return await session.get(UnfinishedPage, source) is not None


async def begin(database: Database, source: str, messages: Sequence[Envelope]) -> Begun:
    """Notes that the page is begun, and commits that at once, beside the caller's transaction.

    The caller holds the lock on the log's cursor. So nobody else is at it, and what was begun before has come to nothing.
    """
    async with database.transaction() as session:
        page = await session.get(UnfinishedPage, source)
        if page is None:
            session.add(UnfinishedPage(source=source, last_position=messages[-1].position, attempts=0))
            return Begun(messages)
        page.attempts += 1
        return Begun(messages[:1], is_given_up=page.attempts > ENOUGH)


async def end(session: AsyncSession, source: str, position: int) -> None:
    """Everything up to `position` is done once this transaction is committed."""
    page = await session.get_one(UnfinishedPage, source)
    page.attempts = 0
    if position >= page.last_position:
        await session.delete(page)
