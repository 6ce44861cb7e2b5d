"""The one clock: the database's, asked once per transaction. Process clocks measure durations only."""

from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

_KEY = "clock.now"


async def now(session: AsyncSession) -> datetime:
    """This transaction's moment in UTC: the database's `clock_timestamp()` at the first call, the same one afterwards."""
    moment: datetime | None = session.info.get(_KEY)
    if moment is None:
        moment = (await session.execute(select(func.clock_timestamp()))).scalar_one().astimezone(UTC)
        session.info[_KEY] = moment
    return moment


def hear(session: AsyncSession, moment: datetime) -> None:
    """What another statement of this transaction was told of the time: its moment, unless it has one already."""
    session.info.setdefault(_KEY, moment.astimezone(UTC))


def set_now(session: AsyncSession, moment: datetime) -> None:
    """Fixes the moment of this transaction; tests travel in time with it."""
    session.info[_KEY] = moment
