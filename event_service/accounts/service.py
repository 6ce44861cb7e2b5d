"""Wishes to auth, written in the transaction that makes them necessary; and the names that are heard."""

from collections.abc import Collection, Mapping

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from event_service.accounts.models import AccountName, AddressLookup, RoleGrant
from shared.access.principals import Role
from shared.persistence import clock
from shared.persistence.leases import WorkState


async def grant(session: AsyncSession, account_id: str, role: Role) -> None:
    """The account gets the role soon. Asking twice is harmless."""
    session.add(RoleGrant(account_id=account_id, role=role, due_at=await clock.now(session)))


async def look_up(session: AsyncSession, email: str) -> None:
    """Whoever has the address as verified is found soon, or accepts when they verify it."""
    session.add(AddressLookup(email=email, due_at=await clock.now(session)))


async def note_name(session: AsyncSession, account_id: str, name: str) -> None:
    """The name that somebody registered with. One that was heard before is a later one."""
    await session.execute(insert(AccountName).values(account_id=account_id, name=name).on_conflict_do_nothing())


async def rename(session: AsyncSession, account_id: str, name: str) -> None:
    """Whoever is not known is not noted: a name must not come back after its account was closed."""
    await session.execute(update(AccountName).where(AccountName.account_id == account_id).values(name=name))


async def names_of(session: AsyncSession, account_ids: Collection[str]) -> Mapping[str, str]:
    """By account; those that were heard of."""
    rows = select(AccountName).where(AccountName.account_id.in_(account_ids))
    return {row.account_id: row.name for row in (await session.execute(rows)).scalars()}


async def forget(session: AsyncSession, account_id: str) -> None:
    """The account is closed: nothing more is asked for it, and it has no name."""
    await session.execute(delete(AccountName).where(AccountName.account_id == account_id))
    waiting = select(RoleGrant.id).where(RoleGrant.account_id == account_id, RoleGrant.state == WorkState.WAITING)
    await session.execute(
        update(RoleGrant)
        .where(RoleGrant.id.in_(waiting))
        .values(state=WorkState.DEAD, lease_until=None, leased_by=None, last_error="the account is closed")
    )
