"""A refresh token is used once and replaced by its successor.

The successor is computed from the token and a salt that is kept for the ten seconds in which the token may be presented
again (an answer was lost, two tabs woke up together): so the same successor can be given again although only hashes are
kept. After that a second use means that two parties have the token, and the whole session ends.
"""

from dataclasses import dataclass

import structlog
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from auth_service import opaque_tokens
from auth_service.sessions import service as sessions
from auth_service.sessions.models import GRACE, IDLE_LIFE, AccountSession, EndReason, RefreshToken
from shared.persistence import clock

log = structlog.get_logger()


@dataclass(frozen=True)
class Rotated:
    account_id: str
    session_id: str
    refresh_token: str


async def rotate(session: AsyncSession, presented: str) -> Rotated | None:
    """Exchanges the token for its successor. None: it is unknown or was used before, or its session is over.

    Commit in every case: the end of a session must hold although its caller is refused.
    """
    moment = await clock.now(session)
    token_hash, salt = opaque_tokens.hash_of(presented), opaque_tokens.new_salt()
    claimed = await session.execute(
        update(RefreshToken)
        .where(RefreshToken.token_hash == token_hash, RefreshToken.used_at.is_(None))
        .values(used_at=moment, successor_salt=salt)
        .returning(RefreshToken.session_id)
    )
    session_id = claimed.scalar_one_or_none()
    if session_id is None:
        return await _rotate_again(session, presented)
    account_id = await _use(session, session_id)
    if account_id is None:
        return None
    successor = opaque_tokens.successor(presented, salt)
    row = RefreshToken(token_hash=opaque_tokens.hash_of(successor), session_id=session_id, created_at=moment)
    session.add(row)
    return Rotated(account_id, session_id, successor)


async def _rotate_again(session: AsyncSession, presented: str) -> Rotated | None:
    query = (
        select(RefreshToken, AccountSession.account_id)
        .join(AccountSession, AccountSession.id == RefreshToken.session_id)
        .where(RefreshToken.token_hash == opaque_tokens.hash_of(presented))
    )
    found = (await session.execute(query)).one_or_none()
    if found is None:
        return None
    token, account_id = found
    if token.used_at is None:
        return None
    if token.successor_salt is not None and token.used_at + GRACE > await clock.now(session):
        successor = opaque_tokens.successor(presented, token.successor_salt)
        return Rotated(account_id, token.session_id, successor) if await _use(session, token.session_id) else None
    if await sessions.end(session, account_id, token.session_id, EndReason.TOKEN_REUSED):
        log.warning("refresh_reused", account_id=account_id, session_id=token.session_id)
    return None


async def _use(session: AsyncSession, session_id: str) -> str | None:
    """The account, when the session lives; it then lives on for another while, up to its longest."""
    moment = await clock.now(session)
    used = await session.execute(
        update(AccountSession)
        .where(AccountSession.id == session_id, AccountSession.ended_at.is_(None), AccountSession.expires_at > moment)
        .values(last_used_at=moment, expires_at=func.least(AccountSession.longest_until, moment + IDLE_LIFE))
        .returning(AccountSession.account_id)
    )
    return used.scalar_one_or_none()
