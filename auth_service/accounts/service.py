from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth_service.accounts.errors import AccountNotFound
from auth_service.accounts.models import Account
from shared.ids import new_id
from shared.message_log import outbox
from shared.messages.auth import AccountRegistered, EmailVerified, KnownAddressRegistered, VerificationRequested
from shared.persistence import clock


async def get(session: AsyncSession, account_id: str) -> Account:
    account = await session.get(Account, account_id)
    if account is None:
        raise AccountNotFound
    return account


async def get_for_update(session: AsyncSession, account_id: str) -> Account:
    account = await session.get(Account, account_id, with_for_update=True, populate_existing=True)
    if account is None:
        raise AccountNotFound
    return account


async def find_by_email(session: AsyncSession, email: str) -> Account | None:
    return (await session.execute(select(Account).where(Account.email == email))).scalar_one_or_none()


async def find_by_email_for_update(session: AsyncSession, email: str) -> Account | None:
    query = select(Account).where(Account.email == email).with_for_update()
    return (await session.execute(query)).scalar_one_or_none()


async def get_by_email_for_update(session: AsyncSession, email: str) -> Account:
    account = await find_by_email_for_update(session, email)
    if account is None:
        raise AccountNotFound
    return account


def listed(email_prefix: str | None) -> Select[Account]:
    """The accounts whose address begins like this; all without it."""
    query = select(Account)
    if email_prefix:
        query = query.where(Account.email.startswith(email_prefix.lower(), autoescape=True))
    return query


async def register_again(session: AsyncSession, account: Account, *, is_same: bool) -> None:
    """Somebody registers an address that has an account; its owner is told. `is_same`: with the password that it has.

    Who registers an unverified address with the password that it has is the same person, who gets another mail. Anybody
    else ends the first one's password and links and sets none: the mails look alike to the owner of the address, so
    whichever link she follows must not confirm what a stranger has typed. The next mail's link lets her choose a password.
    """
    if account.email_verified:
        await outbox.add(session, KnownAddressRegistered(account_id=account.id))
        return
    if not is_same:
        account.drop_password(await clock.now(session))
    await outbox.add(session, VerificationRequested(account_id=account.id))


async def create(session: AsyncSession, *, email: str, password_hash: str, name: str, locale: str) -> str | None:
    """The id of the new account; None when the address is taken."""
    moment = await clock.now(session)
    row = insert(Account).values(
        id=new_id("usr"),
        email=email,
        name=name,
        name_version=0,
        locale=locale,
        granted_roles=[],
        password_hash=password_hash,
        password_set_at=moment,
        created_at=moment,
    )
    inserted = await session.execute(row.on_conflict_do_nothing(index_elements=[Account.email]).returning(Account.id))
    account_id = inserted.scalar_one_or_none()
    if account_id is not None:
        await outbox.add(session, AccountRegistered(account_id=account_id, email=email, name=name, locale=locale))
    return account_id


async def verify_email(session: AsyncSession, account: Account) -> None:
    """The account is locked by the caller."""
    if account.verify_email(await clock.now(session)):
        await outbox.add(session, EmailVerified(account_id=account.id, email=account.email))


async def rename(session: AsyncSession, account_id: str, name: str, version: int) -> None:
    """Takes over what the person calls themselves in their profile."""
    account = await get_for_update(session, account_id)
    account.rename(name, version)
