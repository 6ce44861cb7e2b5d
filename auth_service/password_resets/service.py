from sqlalchemy.ext.asyncio import AsyncSession

from auth_service.accounts import service as accounts
from auth_service.sessions import service as sessions
from auth_service.sessions.models import EndReason
from auth_service.sign_ins import service as sign_ins
from auth_service.verification import service as verification
from auth_service.verification.models import Purpose
from shared.persistence import clock


async def reset(session: AsyncSession, token: str, password_hash: str) -> None:
    """Sets the password and takes the link as proof of the address. Whoever knew the old password is out: sessions end,
    devices are strangers again. Raises LinkNoLongerValid.
    """
    account = await verification.redeem(session, token, Purpose.RESET_PASSWORD)
    account.set_password(password_hash, await clock.now(session))
    await accounts.verify_email(session, account)
    await sessions.end_all(session, account, EndReason.PASSWORD_CHANGED)
    await sign_ins.start_anew(session, account)
