from typing import Annotated, Any

from fastapi import Query

from auth_service.accounts import service as accounts
from auth_service.accounts.errors import AccountNotFound
from auth_service.accounts.models import Account
from auth_service.accounts.schemas import (
    AccountAdminRead,
    AccountCreate,
    AccountId,
    AccountRead,
    AccountsFound,
    VerificationSent,
)
from auth_service.attempts import service as attempts
from auth_service.attempts.errors import TooManyAttempts
from auth_service.config import settings
from auth_service.connections import CurrentDatabase
from auth_service.current_client import CurrentClient
from auth_service.passwords import hashing, strength
from auth_service.passwords.errors import PasswordTooCommon, TooManySignIns
from shared.addresses import normalized
from shared.deciding import idempotency
from shared.errors import Unauthenticated
from shared.web import identity, problems
from shared.web.identity import Admin, Caller, from_service
from shared.web.pagination import Page, paginate
from shared.web.paging import PagingQuery
from shared.web.transactions import Transaction

router = idempotency.router(tags=["accounts"])
admin = idempotency.router(tags=["admin"])
internal = idempotency.internal_router(dependencies=[from_service("user", "event", "ticket", "notification")])


@router.post(
    "/auth/register",
    status_code=202,
    response_model=VerificationSent,
    dependencies=[identity.public],
    responses=problems.responses(PasswordTooCommon, TooManyAttempts, TooManySignIns),
)
async def register_account(body: AccountCreate, client: CurrentClient, database: CurrentDatabase) -> dict[str, str]:
    """Opens an account and sends a mail to verify the address.

    The answer is the same when somebody has the address already; its owner gets a mail that says so.
    """
    strength.refuse_common(body.password, body.email)
    budgets = attempts.by_address(client.network, settings().attempts_per_address) | attempts.by_mail(body.email)
    with hashing.place():
        async with database.transaction() as session:
            await attempts.spend(session, budgets)
            known = await accounts.find_by_email(session, body.email)
        kept = known.password_hash if known else None
        is_same, _ = await hashing.matches(body.password, kept)  # as slow for an address that nobody has
        password_hash = await hashing.make(body.password)
        async with database.transaction() as session:
            if known is None and await accounts.create(
                session, email=body.email, password_hash=password_hash, name=body.name, locale=body.locale
            ):
                return {"status": "verification_sent"}
            account = await accounts.get_by_email_for_update(session, body.email)
            if account.password_hash != kept:  # registered a moment ago, perhaps by the same form
                kept = account.password_hash
                is_same, _ = await hashing.matches(body.password, kept)
            await accounts.register_again(session, account, is_same=is_same)
    return {"status": "verification_sent"}


@router.get("/auth/me", response_model=AccountRead)
async def read_account(caller: Caller, session: Transaction) -> Account:
    """Your account as it is now; the roles in an access token may be a few minutes older."""
    try:
        return await accounts.get(session, caller.account_id)
    except AccountNotFound as error:
        raise Unauthenticated from error


@admin.get("/admin/accounts", response_model=Page[AccountAdminRead])
async def list_accounts(
    _admin: Admin,
    session: Transaction,
    paging: PagingQuery,
    email: Annotated[str | None, Query(max_length=254, description="The beginning of the address.")] = None,
) -> Page[Any]:
    """All accounts, the oldest first."""
    return await paginate(session, accounts.listed(email), paging, order_by=[Account.id])


@internal.get(
    "/internal/accounts/{account_id}", response_model=AccountRead, responses=problems.responses(AccountNotFound)
)
async def get_account(account_id: AccountId, session: Transaction) -> Account:
    return await accounts.get(session, account_id)


@internal.get("/internal/accounts", response_model=AccountsFound, dependencies=[from_service("event")])
async def find_accounts(email: Annotated[str, Query(max_length=254)], session: Transaction) -> dict[str, list[Account]]:
    """Only a verified address proves that the person behind it is meant; `email_verified` says whether it is."""
    try:
        account = await accounts.find_by_email(session, normalized(email))
    except ValueError:  # nobody has what is no address
        account = None
    return {"data": [account] if account else []}
