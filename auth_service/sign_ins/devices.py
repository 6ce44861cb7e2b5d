"""Browsers that are known to an account, by a random token in a cookie of their own."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth_service import opaque_tokens
from auth_service.accounts.models import Account
from auth_service.sign_ins.models import KnownDevice
from shared.persistence import clock, purging
from shared.persistence.database import Database

KEPT = timedelta(days=180)


async def is_known(session: AsyncSession, device_token: str, email: str) -> bool:
    """One query, whether or not somebody has the address: the time it takes tells nothing."""
    found = select(KnownDevice.account_id).join(Account, Account.id == KnownDevice.account_id)
    found = found.where(KnownDevice.token_hash == opaque_tokens.hash_of(device_token), Account.email == email)
    return (await session.execute(found)).first() is not None


async def remember(session: AsyncSession, device_token: str, account_id: str) -> None:
    moment = await clock.now(session)
    row = insert(KnownDevice).values(
        token_hash=opaque_tokens.hash_of(device_token), account_id=account_id, last_used_at=moment
    )
    refreshed = row.on_conflict_do_update(index_elements=["token_hash", "account_id"], set_={"last_used_at": moment})
    await session.execute(refreshed)


async def forget_all(session: AsyncSession, account_id: str) -> None:
    await session.execute(delete(KnownDevice).where(KnownDevice.account_id == account_id))


async def purge(database: Database) -> None:
    await purging.purge(database, KnownDevice, lambda now: KnownDevice.last_used_at < now - KEPT)
