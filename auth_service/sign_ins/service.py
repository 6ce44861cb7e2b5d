"""Signing in: count the attempt, look at the password with no transaction open, then record what came of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from auth_service import opaque_tokens
from auth_service.accounts import service as accounts
from auth_service.accounts.models import Account
from auth_service.attempts import service as attempts
from auth_service.clients import Client
from auth_service.passwords import hashing
from auth_service.sessions import service as sessions
from auth_service.sessions.models import EndReason
from auth_service.sign_ins import devices
from auth_service.sign_ins.errors import EmailNotVerified, WrongCredentials
from auth_service.sign_ins.models import Outcome, SignIn
from shared.errors import DomainError
from shared.persistence import clock, purging
from shared.persistence.database import Database

KEPT = timedelta(days=180)


@dataclass(frozen=True)
class Attempt:
    """What somebody shows who wants to sign in: the cookies may be there from before."""

    email: str
    password: str
    client: Client
    device_token: str | None
    refresh_token: str | None


@dataclass(frozen=True)
class SignedIn:
    account: Account
    session_id: str
    refresh_token: str
    device_token: str
    at: datetime


@dataclass(frozen=True)
class _Counted:
    """An attempt that may be made: the window and the moment under which it is counted, and whose password it must match."""

    window: str
    moment: datetime
    account: Account | None


async def log_in(database: Database, attempt: Attempt, *, attempts_per_address: int) -> SignedIn:
    """Raises WrongCredentials, EmailNotVerified, TooManyAttempts, TooManySignIns. What was counted stays counted."""
    with hashing.place():
        async with database.transaction() as session:
            counted = await _count(session, attempt, attempts_per_address)
        known_hash = counted.account.password_hash if counted.account else None
        is_right, stronger_hash = await hashing.matches(attempt.password, known_hash)
    async with database.transaction() as session:
        outcome = await _conclude(session, attempt, counted, is_right=is_right, stronger_hash=stronger_hash)
    if isinstance(outcome, DomainError):
        raise outcome
    return outcome


async def start_anew(session: AsyncSession, account: Account) -> None:
    """Forgets what was counted against the account and which devices it knew."""
    await attempts.forget(session, _account_window(account.email))
    await devices.forget_all(session, account.id)


async def purge(database: Database) -> None:
    await purging.purge(database, SignIn, lambda now: SignIn.at < now - KEPT)


def _account_window(email: str) -> str:
    return attempts.key("account", email)


async def _count(session: AsyncSession, attempt: Attempt, attempts_per_address: int) -> _Counted:
    window, device = _account_window(attempt.email), attempt.device_token
    if device is not None and await devices.is_known(session, device, attempt.email):
        window = attempts.key("device", device, attempt.email)
    account = await accounts.find_by_email(session, attempt.email)
    budgets = attempts.by_address(attempt.client.network, attempts_per_address) | {window: attempts.PASSWORDS}
    moment = await attempts.spend(session, budgets)  # last: everybody behind one address waits for these rows
    return _Counted(window, moment, account)


async def _conclude(
    session: AsyncSession, attempt: Attempt, counted: _Counted, *, is_right: bool, stronger_hash: str | None
) -> SignedIn | DomainError:
    if counted.account is None:
        await _record(session, attempt, Outcome.UNKNOWN_ADDRESS)
        return WrongCredentials()
    account = await accounts.get_for_update(session, counted.account.id) if is_right else counted.account
    if not is_right or account.password_set_at != counted.account.password_set_at:
        await _record(session, attempt, Outcome.WRONG_PASSWORD, account)
        return WrongCredentials()
    await attempts.give_back(session, counted.window, counted.moment)
    if not account.email_verified:
        await _record(session, attempt, Outcome.EMAIL_NOT_VERIFIED, account)
        return EmailNotVerified()
    if stronger_hash is not None:
        account.password_hash = stronger_hash
    if attempt.refresh_token is not None:
        await sessions.end_by_token(session, attempt.refresh_token, EndReason.REPLACED)
    opened, refresh_token = await sessions.open_session(session, account, attempt.client)
    device_token = attempt.device_token or opaque_tokens.new()
    await devices.remember(session, device_token, account.id)
    await _record(session, attempt, Outcome.SIGNED_IN, account, opened.id)
    return SignedIn(account, opened.id, refresh_token, device_token, await clock.now(session))


async def _record(
    session: AsyncSession,
    attempt: Attempt,
    outcome: Outcome,
    account: Account | None = None,
    session_id: str | None = None,
) -> None:
    session.add(
        SignIn(
            account_id=account.id if account else None,
            session_id=session_id,
            outcome=outcome,
            address=attempt.client.address,
            user_agent=attempt.client.user_agent,
            at=await clock.now(session),
        )
    )
