"""The readable end of an event's address, unique in the installation."""

import secrets

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from event_service.events.models import Event
from event_service.events.search import words

LONGEST = 60
_SUFFIX_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"


async def choose(session: AsyncSession, title: str) -> str:
    """A slug for the title; a few random letters are added when another event has it.

    Who chooses the same one at the same time waits until this transaction ends.
    """
    plain = _of(title)
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(plain, 0))))
    taken = await session.execute(select(Event.id).where(Event.slug == plain))
    if taken.first() is not None:
        return f"{plain}-{''.join(secrets.choice(_SUFFIX_LETTERS) for _ in range(5))}"
    return plain


def _of(title: str) -> str:
    return "-".join(words(title))[:LONGEST].strip("-") or "event"
