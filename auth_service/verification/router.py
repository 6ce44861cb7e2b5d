from auth_service.accounts import service as accounts
from auth_service.accounts.errors import AccountNotFound
from auth_service.accounts.schemas import AccountId, VerificationSent
from auth_service.attempts import service as attempts
from auth_service.attempts.errors import TooManyAttempts
from auth_service.config import settings
from auth_service.current_client import CurrentClient
from auth_service.verification import service as verification
from auth_service.verification.errors import LinkNoLongerValid
from auth_service.verification.models import Purpose
from auth_service.verification.schemas import (
    EmailVerification,
    EmailVerificationRead,
    LinkCreate,
    LinkRead,
    VerificationRequest,
)
from shared.deciding import idempotency
from shared.web import identity, problems
from shared.web.transactions import Transaction

router = idempotency.router(tags=["accounts"], dependencies=[identity.public])
internal = idempotency.internal_router(dependencies=[identity.from_service("notification")])


@router.post(
    "/auth/verify-email", response_model=EmailVerificationRead, responses=problems.responses(LinkNoLongerValid)
)
async def verify_email(body: EmailVerification, session: Transaction) -> dict[str, bool]:
    """Confirms the address to which the link was sent. A link can be used once, for 24 hours."""
    account = await verification.redeem(session, body.token, Purpose.VERIFY_EMAIL)
    await accounts.verify_email(session, account)
    return {"email_verified": account.email_verified}


@router.post(
    "/auth/resend-verification",
    status_code=202,
    response_model=VerificationSent,
    responses=problems.responses(TooManyAttempts),
)
async def resend_verification(body: VerificationRequest, client: CurrentClient, session: Transaction) -> dict[str, str]:
    """Sends another verification mail. The answer is the same whether or not the address waits for one."""
    budgets = attempts.by_address(client.network, settings().attempts_per_address) | attempts.by_mail(body.email)
    await attempts.spend(session, budgets)
    await verification.request_mail(session, body.email, Purpose.VERIFY_EMAIL)
    return {"status": "verification_sent"}


@internal.post(
    "/internal/accounts/{account_id}/links",
    status_code=201,
    response_model=LinkRead,
    responses=problems.responses(AccountNotFound),
)
async def make_link(account_id: AccountId, body: LinkCreate, session: Transaction) -> dict[str, str]:
    """A fresh link for a mail that is being sent now."""
    return {"url": await verification.make_link(session, account_id, body.purpose, settings().public_url)}
