import hashlib
import math
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth_service.attempts.errors import TooManyAttempts
from auth_service.attempts.models import AttemptWindow, Budget
from shared.persistence import clock, purging
from shared.persistence.database import Database

PASSWORDS = Budget(most=10, within=timedelta(minutes=15), free=5)


def key(kind: str, *parts: str) -> str:
    """The name of a window. What people typed is hashed: some type their password where the address belongs."""
    return f"{kind}:{hashlib.sha256(' '.join(parts).encode()).hexdigest()}"


def by_address(network: str, most: int) -> dict[str, Budget]:
    """What one client address may do in a minute, whomever it names."""
    return {key("address", network): Budget(most=most, within=timedelta(minutes=1), free=most)}


def by_mail(email: str) -> dict[str, Budget]:
    """How many mails strangers may have sent to one address, whether or not somebody has it."""
    return {key("mail", email): Budget(most=5, within=timedelta(minutes=15), free=5)}


async def spend(session: AsyncSession, budgets: Mapping[str, Budget]) -> datetime:
    """Takes one attempt from each budget, by its key, and returns the moment under which it is counted.

    Raises TooManyAttempts, and takes nothing, when one of them is used up: trying too early never prolongs the wait.
    """
    moment = await clock.now(session)
    windows = await _get_for_update(session, sorted(budgets), moment)
    wait = max(windows[key].wait(budget, moment) for key, budget in budgets.items())
    if wait > timedelta():
        raise TooManyAttempts(retry_after=math.ceil(wait.total_seconds()))
    for name, budget in budgets.items():
        windows[name].add(budget, moment)
    return moment


async def give_back(session: AsyncSession, key: str, moment: datetime) -> None:
    """The attempt counted under `moment` was a good one."""
    window = await session.get(AttemptWindow, key, with_for_update=True)
    if window is not None:
        window.remove(moment)


async def forget(session: AsyncSession, key: str) -> None:
    await session.execute(delete(AttemptWindow).where(AttemptWindow.key == key))


async def purge(database: Database) -> None:
    await purging.purge(database, AttemptWindow, lambda now: AttemptWindow.forget_at < now)


async def _get_for_update(session: AsyncSession, keys: list[str], moment: datetime) -> dict[str, AttemptWindow]:
    rows = [{"key": key, "moments": [], "forget_at": moment} for key in keys]
    await session.execute(insert(AttemptWindow).values(rows).on_conflict_do_nothing())
    locked = select(AttemptWindow).where(AttemptWindow.key.in_(keys)).order_by(AttemptWindow.key).with_for_update()
    return {window.key: window for window in (await session.execute(locked)).scalars()}
