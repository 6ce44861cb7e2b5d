from auth_service.accounts import service as accounts
from auth_service.attempts import service as attempts
from auth_service.password_changes.errors import WrongPassword
from auth_service.passwords import hashing, strength
from auth_service.sessions import service as sessions
from auth_service.sessions.models import EndReason
from auth_service.sign_ins import service as sign_ins
from shared.access.principals import Principal
from shared.persistence import clock
from shared.persistence.database import Database


async def change(database: Database, caller: Principal, *, current: str, password: str) -> None:
    """Whoever else is signed in with the old password is out. Raises WrongPassword, PasswordTooCommon, TooManyAttempts,
    TooManySignIns. A guess that was counted stays counted.
    """
    window = attempts.key("password_change", caller.account_id)
    with hashing.place():
        async with database.transaction() as session:
            seen = await accounts.get(session, caller.account_id)
            strength.refuse_common(password, seen.email)
            moment = await attempts.spend(session, {window: attempts.PASSWORDS})
        is_right, _ = await hashing.matches(current, seen.password_hash)
        if not is_right:
            raise WrongPassword(param="current_password")
        password_hash = await hashing.make(password)
    async with database.transaction() as session:
        account = await accounts.get_for_update(session, caller.account_id)
        if account.password_set_at != seen.password_set_at:
            raise WrongPassword(param="current_password")
        await attempts.give_back(session, window, moment)
        account.set_password(password_hash, await clock.now(session))
        await sessions.end_all(session, account, EndReason.PASSWORD_CHANGED, but=caller.session_id)
        await sign_ins.start_anew(session, account)
