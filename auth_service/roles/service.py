from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from auth_service.accounts import service as accounts
from auth_service.accounts.models import Account
from auth_service.roles.errors import LastAdmin
from auth_service.roles.models import Change, RoleChange
from auth_service.sessions import service as sessions
from auth_service.sessions.models import EndReason
from shared.access.principals import Role
from shared.message_log import outbox
from shared.messages.auth import RoleGranted, RoleRevoked
from shared.persistence import clock


async def grant(session: AsyncSession, account_id: str, role: Role, *, by: str) -> Account:
    """The account, which has the role now; granting it again changes nothing."""
    account = await accounts.get_for_update(session, account_id)
    if account.grant(role):
        await _record(session, account, role, Change.GRANTED, by)
        await outbox.add(session, RoleGranted(account_id=account.id, role=role))
    return account


async def withdraw(session: AsyncSession, account_id: str, role: Role, *, by: str) -> None:
    """Takes the role away at once: sessions end, because access tokens say which roles somebody had. Raises LastAdmin."""
    if role is Role.ADMIN:
        await _lock_admins(session)
    account = await accounts.get_for_update(session, account_id)
    if not account.withdraw(role):
        return
    if role is Role.ADMIN and not await _is_another_admin(session, account):
        raise LastAdmin
    await _record(session, account, role, Change.WITHDRAWN, by)
    await outbox.add(session, RoleRevoked(account_id=account.id, role=role))
    await sessions.end_all(session, account, EndReason.ROLE_WITHDRAWN)


async def _lock_admins(session: AsyncSession) -> None:
    """Two admins who take the role from each other do so one after the other."""
    admins = select(Account.id).where(Account.granted_roles.contains([Role.ADMIN])).order_by(Account.id)
    await session.execute(admins.with_for_update())


async def _is_another_admin(session: AsyncSession, account: Account) -> bool:
    others = select(Account.id).where(Account.granted_roles.contains([Role.ADMIN]), Account.id != account.id)
    return (await session.execute(others.limit(1))).first() is not None


async def _record(session: AsyncSession, account: Account, role: Role, change: Change, by: str) -> None:
    moment = await clock.now(session)
    session.add(RoleChange(account_id=account.id, role=role, change=change, by=by, at=moment))
