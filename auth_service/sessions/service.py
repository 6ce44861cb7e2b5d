from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from auth_service import opaque_tokens
from auth_service.accounts import service as accounts
from auth_service.accounts.models import Account
from auth_service.clients import Client
from auth_service.sessions.errors import SessionNotFound
from auth_service.sessions.models import GRACE, IDLE_LIFE, LONGEST_LIFE, AccountSession, EndReason, RefreshToken
from auth_service.signing_keys.service import ACCESS_LIFE
from shared.access import tokens
from shared.access.revocations import RevokedSession
from shared.ids import new_id
from shared.message_log import outbox
from shared.messages.auth import SessionRevoked
from shared.persistence import clock, purging
from shared.persistence.database import Database

# An access token that is being signed at this moment ends a little later than those before it.
REVOCATION_KEPT = ACCESS_LIFE + timedelta(seconds=tokens.LEEWAY) + timedelta(seconds=30)
KEPT = timedelta(days=30)
# Longer than the grace by more than a transaction takes: one that began within it still finds the salt.
SALTS_KEPT = GRACE + timedelta(seconds=20)


async def open_session(session: AsyncSession, account: Account, client: Client) -> tuple[AccountSession, str]:
    """A new session and its first refresh token."""
    moment = await clock.now(session)
    opened = AccountSession(
        id=new_id("ses"),
        account_id=account.id,
        address=client.address,
        user_agent=client.user_agent,
        created_at=moment,
        last_used_at=moment,
        expires_at=moment + IDLE_LIFE,
        longest_until=moment + LONGEST_LIFE,
    )
    session.add(opened)
    await session.flush()  # the token's row refers to it
    token = opaque_tokens.new()
    session.add(RefreshToken(token_hash=opaque_tokens.hash_of(token), session_id=opened.id, created_at=moment))
    return opened, token


async def live(session: AsyncSession, account_id: str) -> Select[AccountSession]:
    """The account's sessions that have neither ended nor expired."""
    return select(AccountSession).where(
        AccountSession.account_id == account_id,
        AccountSession.ended_at.is_(None),
        AccountSession.expires_at > await clock.now(session),
    )


async def revoke(session: AsyncSession, account_id: str, session_id: str) -> None:
    """Ends one of the account's own sessions; one that has ended already stays as it is. Raises SessionNotFound."""
    found = await session.get(AccountSession, session_id)
    if found is None or found.account_id != account_id:
        raise SessionNotFound
    await end(session, account_id, session_id, EndReason.REVOKED)


async def end(session: AsyncSession, account_id: str, session_id: str, reason: EndReason) -> bool:
    """Ends the session and tells everybody; whether it had not ended before."""
    await accounts.get_for_update(session, account_id)
    ended = await session.get_one(AccountSession, session_id, with_for_update=True, populate_existing=True)
    if not ended.end(reason, await clock.now(session)):
        return False
    await _tell(session, ended)
    return True


async def end_all(session: AsyncSession, account: Account, reason: EndReason, *, but: str | None = None) -> None:
    """Ends the sessions of an account that the caller has locked; `but`: the one that may go on."""
    query = (await live(session, account.id)).order_by(AccountSession.id).with_for_update()
    if but is not None:
        query = query.where(AccountSession.id != but)
    for ended in (await session.execute(query)).scalars().all():
        ended.end(reason, await clock.now(session))
        await _tell(session, ended)


async def end_by_token(session: AsyncSession, refresh_token: str, reason: EndReason) -> None:
    """Ends the session to which the token belongs, whether or not it is the newest one; nothing when it is unknown."""
    owner = (
        await session.execute(
            select(AccountSession.account_id, AccountSession.id)
            .join(RefreshToken, RefreshToken.session_id == AccountSession.id)
            .where(RefreshToken.token_hash == opaque_tokens.hash_of(refresh_token))
        )
    ).one_or_none()
    if owner is not None:
        await end(session, owner.account_id, owner.id, reason)


async def forget_salts(session: AsyncSession) -> None:
    """After the grace nobody can compute a successor from an old token any more."""
    used_before = await clock.now(session) - SALTS_KEPT
    await session.execute(
        update(RefreshToken)
        .where(RefreshToken.successor_salt.is_not(None), RefreshToken.used_at < used_before)
        .values(successor_salt=None)
    )


async def purge(database: Database) -> None:
    """The tokens first, in batches of their own: a session in daily use has had thousands."""

    def is_over(now: datetime) -> ColumnElement[bool]:
        return AccountSession.expires_at < now - KEPT

    def is_of_such_a_session(now: datetime) -> ColumnElement[bool]:
        return RefreshToken.session_id.in_(select(AccountSession.id).where(is_over(now)))

    await purging.purge(database, RefreshToken, is_of_such_a_session)
    await purging.purge(database, AccountSession, is_over)


async def _tell(session: AsyncSession, ended: AccountSession) -> None:
    """The others hear it from the log; here it holds at once."""
    until = await clock.now(session) + REVOCATION_KEPT
    session.add(RevokedSession(session_id=ended.id, until=until))
    await outbox.add(
        session,
        SessionRevoked(account_id=ended.account_id, session_id=ended.id, until=until, reason=str(ended.end_reason)),
    )
