"""Works off rows that say what is to be asked of other services, with no transaction open while they are asked."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeVar

import structlog
from sqlalchemy import inspect
from sqlalchemy.ext.asyncio import AsyncSession

from shared.errors import Unavailable
from shared.peers.calls import CallRefused
from shared.persistence import clock, leases
from shared.persistence.database import Database
from shared.persistence.leases import LeasedWork

log = structlog.get_logger()

AT_ONCE = 8
LEASE = timedelta(seconds=30)
FIRST_PAUSE, LONGEST_PAUSE, MOST_ATTEMPTS = timedelta(seconds=1), timedelta(minutes=5), 100

W = TypeVar("W", bound=LeasedWork)
A = TypeVar("A")


class Hopeless(Exception):
    """Asking again would not help; the row is given up with the reason."""


async def nothing_more(_session: AsyncSession, _row: Any, _answer: Any) -> None:
    """For questions whose answer changes nothing here."""


async def work_off(
    database: Database,
    work: type[W],
    ask: Callable[[W], Awaitable[A]],
    record: Callable[[AsyncSession, W, A], Awaitable[None]] = nothing_more,
) -> None:
    """Asks what is due, some at once, until nothing is left or something had to be put off.

    `ask` raises Hopeless to be asked no more; whatever else it or `record` raises, it is asked again later. `record` writes
    what the answer means, in the transaction that ends the row.
    """
    answered = [True] * AT_ONCE
    while len(answered) == AT_ONCE and all(answered):
        async with database.transaction() as session:
            claimed = await leases.claim(session, work, limit=AT_ONCE, lease=LEASE)
        answered = await asyncio.gather(*(_work_off_one(database, row, ask, record) for row in claimed))


async def _work_off_one(
    database: Database,
    claimed: W,
    ask: Callable[[W], Awaitable[A]],
    record: Callable[[AsyncSession, W, A], Awaitable[None]],
) -> bool:
    """Whether there was an answer."""
    key = inspect(claimed, raiseerr=True).identity
    try:
        answer = await ask(claimed)
        async with database.transaction() as session:
            row = await leases.get_leased(session, claimed, key)
            await record(session, row, answer)
            await session.delete(row)
    except leases.LeaseLost:
        return True
    except (Unavailable, CallRefused, Hopeless) as error:
        log.warning("not_answered", work=type(claimed).__name__, key=key, error=repr(error.__cause__ or error))
        await _put_off(database, claimed, key, error)
        return False
    except Exception as error:
        # An answer that is not what was asked for: another version of the other service may give a better one.
        log.exception("not_understood", work=type(claimed).__name__, key=key)
        await _put_off(database, claimed, key, error)
        return False
    return True


async def _put_off(database: Database, claimed: W, key: Any, error: Exception) -> None:
    with contextlib.suppress(leases.LeaseLost):
        async with database.transaction() as session:
            row = await leases.get_leased(session, claimed, key)
            if isinstance(error, Hopeless):
                row.give_up(str(error))
                return
            moment, reason = await clock.now(session), repr(error.__cause__ or error)
            row.put_off(moment, reason, base=FIRST_PAUSE, cap=LONGEST_PAUSE, most=MOST_ATTEMPTS)
