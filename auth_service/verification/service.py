from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from auth_service import opaque_tokens
from auth_service.accounts import service as accounts
from auth_service.accounts.models import Account
from auth_service.verification.errors import LinkNoLongerValid
from auth_service.verification.models import Link, MailRequest, Purpose
from shared.message_log import outbox
from shared.messages.auth import PasswordResetRequested, VerificationRequested
from shared.persistence import clock, purging
from shared.persistence.database import Database


async def make_link(session: AsyncSession, account_id: str, purpose: Purpose, public_url: str) -> str:
    """The address of a fresh link. Its token stands behind the `#`, which browsers send to nobody.

    An account without a password gets a link to choose one, which proves the address as well.
    """
    account = await accounts.get(session, account_id)
    use = Purpose.RESET_PASSWORD if account.password_hash is None else purpose
    moment = await clock.now(session)
    token = opaque_tokens.new()
    session.add(
        Link(
            token_hash=opaque_tokens.hash_of(token),
            account_id=account.id,
            purpose=use,
            created_at=moment,
            expires_at=moment + use.life,
        )
    )
    return f"{public_url}/{use.page}#token={token}"


async def peek(session: AsyncSession, token: str, purpose: Purpose) -> Account:
    """Whose link it is, without using it up. Raises LinkNoLongerValid."""
    link = await session.get(Link, opaque_tokens.hash_of(token))
    if link is None or link.purpose != purpose or not link.is_usable(await clock.now(session)):
        raise LinkNoLongerValid
    return await accounts.get(session, link.account_id)


async def redeem(session: AsyncSession, token: str, purpose: Purpose) -> Account:
    """The account of the link, locked; the link is used up. Raises LinkNoLongerValid."""
    moment = await clock.now(session)
    used = await session.execute(
        update(Link)
        .where(
            Link.token_hash == opaque_tokens.hash_of(token),
            Link.purpose == purpose,
            Link.used_at.is_(None),
            Link.expires_at > moment,
        )
        .values(used_at=moment)
        .returning(Link.account_id, Link.created_at)
    )
    link = used.one_or_none()
    if link is None:
        raise LinkNoLongerValid
    account = await accounts.get_for_update(session, link.account_id)
    if link.created_at < account.password_set_at:
        raise LinkNoLongerValid
    return account


async def request_mail(session: AsyncSession, email: str, purpose: Purpose) -> None:
    session.add(MailRequest(email=email, purpose=purpose))


async def answer_next_request(session: AsyncSession) -> bool:
    """Has the mail sent that was asked for longest ago, if somebody has the address; False when nothing was asked for."""
    oldest = select(MailRequest).order_by(MailRequest.id).limit(1).with_for_update(skip_locked=True)
    request = (await session.execute(oldest)).scalar_one_or_none()
    if request is None:
        return False
    account = await accounts.find_by_email_for_update(session, request.email)
    if account is not None and request.purpose == Purpose.RESET_PASSWORD:
        await outbox.add(session, PasswordResetRequested(account_id=account.id))
    elif account is not None and not account.email_verified:
        await outbox.add(session, VerificationRequested(account_id=account.id))
    await session.delete(request)
    return True


async def purge(database: Database) -> None:
    await purging.purge(database, Link, lambda now: Link.expires_at < now)
