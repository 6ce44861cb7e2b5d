"""Work for the outside (mail, payment provider, other services) as rows: claimed under a lease, finished behind a fence.

A worker claims what is due, calls out with no transaction open, then records the outcome. A worker that dies leaves a
lease that runs out; one that was only slow finds that somebody else holds the row and changes nothing.
"""

import random
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Executable, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from shared.persistence import clock
from shared.persistence.backlog import Measure, oldest_seconds
from shared.persistence.database import among


class WorkState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    DEAD = "dead"


class LeaseLost(Exception):
    """Somebody else holds the row now: what was done stands outside, but it is theirs to record."""


class LeasedWork:
    """Columns of a table whose rows are work. Index `due_at` where `state = 'waiting'`."""

    state: Mapped[str] = mapped_column(default=WorkState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    leased_by: Mapped[uuid.UUID | None]
    last_error: Mapped[str | None]

    def take(self, moment: datetime, lease: timedelta) -> None:
        self.leased_by = uuid.uuid4()
        self.lease_until = moment + lease
        self.attempts += 1

    def finish(self) -> None:
        self.state, self.lease_until, self.leased_by, self.last_error = WorkState.DONE, None, None, None

    def give_up(self, error: str) -> None:
        self.state, self.lease_until, self.leased_by, self.last_error = WorkState.DEAD, None, None, error[:1000]

    def put_off(self, moment: datetime, error: str, *, base: timedelta, cap: timedelta, most: int) -> None:
        """Tries again after a random pause up to `base · 2^attempts` (at most `cap`); dead after `most` attempts.

        Full jitter as in "Exponential Backoff and Jitter" (AWS Architecture Blog, 2015).
        """
        if self.attempts >= most:
            self.give_up(error)
            return
        self.lease_until, self.leased_by, self.last_error = None, None, error[:1000]
        ceiling = min(cap, base * 2 ** min(self.attempts, 30))
        self.due_at = moment + ceiling * random.uniform(0.1, 1)  # noqa: S311  spreads load, guards nothing

    def revive(self, moment: datetime) -> None:
        """A dead row is tried again from the start."""
        self.state, self.attempts, self.due_at = WorkState.WAITING, 0, moment


W = TypeVar("W", bound=LeasedWork)


def measures(name: str, work: type[LeasedWork]) -> tuple[Measure, ...]:
    """What is due of one kind of work, whether somebody is at it or not."""

    def due(moment: datetime, figure: ColumnElement[Any]) -> Executable:
        return select(literal(name), figure).where(work.state == WorkState.WAITING, work.due_at <= moment)

    return (
        Measure("work_due", "Rows of work that are due.", lambda moment: due(moment, func.count()), ("work",)),
        Measure(
            "work_due_oldest_seconds",
            "How long the longest due of them has been due.",
            lambda moment: due(moment, oldest_seconds(moment, work.due_at)),
            ("work",),
        ),
    )


async def claim(
    session: AsyncSession, work: type[W], *criteria: ColumnElement[bool], limit: int, lease: timedelta
) -> Sequence[W]:
    """Leases up to `limit` due rows to the caller, the longest due first; rows that others are claiming are passed over."""
    moment = await clock.now(session)
    due = (
        select(work)
        .where(work.state == WorkState.WAITING, work.due_at <= moment, *criteria)
        .where(or_(work.lease_until.is_(None), work.lease_until < moment))
        .order_by(work.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = (await session.execute(due)).scalars().all()
    for row in rows:
        row.take(moment, lease)
    return rows


async def get_leased(session: AsyncSession, claimed: W, key: Any) -> W:
    """The claimed row again, locked, to record an outcome. Raises LeaseLost when the lease has passed to another."""
    row = await session.get(type(claimed), key, with_for_update=True)
    if row is None or row.leased_by is None or row.leased_by != claimed.leased_by:
        raise LeaseLost
    return row


async def lock_leased(session: AsyncSession, claimed: Sequence[W], key: InstrumentedAttribute[Any]) -> Sequence[W]:
    """Those of the claimed rows (one at least) that are still the caller's, locked in the order of their keys."""
    keys, leases = [getattr(one, key.key) for one in claimed], {one.leased_by for one in claimed}
    rows = select(type(claimed[0])).where(among(key, keys)).order_by(key).with_for_update()
    return [row for row in (await session.execute(rows)).scalars() if row.leased_by in leases]
