from auth_service.attempts import service as attempts
from auth_service.attempts.errors import TooManyAttempts
from auth_service.config import settings
from auth_service.connections import CurrentDatabase
from auth_service.current_client import CurrentClient
from auth_service.password_resets import service as password_resets
from auth_service.password_resets.schemas import PasswordReset, PasswordResetRequest, PasswordResetSent
from auth_service.passwords import hashing, strength
from auth_service.passwords.errors import PasswordTooCommon, TooManySignIns
from auth_service.verification import service as verification
from auth_service.verification.errors import LinkNoLongerValid
from auth_service.verification.models import Purpose
from shared.deciding import idempotency
from shared.web import identity, problems
from shared.web.transactions import Transaction

router = idempotency.router(tags=["accounts"], dependencies=[identity.public])


@router.post(
    "/auth/forgot-password",
    status_code=202,
    response_model=PasswordResetSent,
    responses=problems.responses(TooManyAttempts),
)
async def request_password_reset(
    body: PasswordResetRequest, client: CurrentClient, session: Transaction
) -> dict[str, str]:
    """Sends a mail with a link to set a new password. The answer is the same whether or not somebody has the address."""
    budgets = attempts.by_address(client.network, settings().attempts_per_address) | attempts.by_mail(body.email)
    await attempts.spend(session, budgets)
    await verification.request_mail(session, body.email, Purpose.RESET_PASSWORD)
    return {"status": "reset_sent"}


@router.post(
    "/auth/reset-password",
    status_code=204,
    responses=problems.responses(LinkNoLongerValid, PasswordTooCommon, TooManySignIns),
)
async def reset_password(body: PasswordReset, database: CurrentDatabase) -> None:
    """Sets a new password and ends all sessions. The link can be used once, for 30 minutes."""
    with hashing.place():
        async with database.transaction() as session:
            account = await verification.peek(session, body.token, Purpose.RESET_PASSWORD)
        strength.refuse_common(body.password, account.email)
        password_hash = await hashing.make(body.password)
    async with database.transaction() as session:
        await password_resets.reset(session, body.token, password_hash)
