"""Wishes to auth, written in the transaction that makes them necessary."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from event_service.accounts.models import AddressLookup, RoleGrant
from shared.access.principals import Role
from shared.persistence import clock
from shared.persistence.leases import WorkState


async def grant(session: AsyncSession, account_id: str, role: Role) -> None:
    """The account gets the role soon. Asking twice is harmless."""
    session.add(RoleGrant(account_id=account_id, role=role, due_at=await clock.now(session)))


async def look_up(session: AsyncSession, email: str) -> None:
    """Whoever has the address as verified is found soon, or accepts when they verify it."""
    session.add(AddressLookup(email=email, due_at=await clock.now(session)))


async def forget(session: AsyncSession, account_id: str) -> None:
    """The account is closed: nothing more is asked for it."""
    waiting = select(RoleGrant.id).where(RoleGrant.account_id == account_id, RoleGrant.state == WorkState.WAITING)
    await session.execute(
        update(RoleGrant)
        .where(RoleGrant.id.in_(waiting))
        .values(state=WorkState.DEAD, lease_until=None, leased_by=None, last_error="the account is closed")
    )
