from typing import Annotated

from auth_service.accounts.errors import AccountNotFound
from auth_service.accounts.models import Account
from auth_service.accounts.schemas import AccountAdminRead, AccountId, AccountRead
from auth_service.roles import service as roles
from auth_service.roles.errors import LastAdmin, RoleNotYours
from auth_service.roles.schemas import GrantedRole, RoleGrant
from shared.access.principals import Role
from shared.deciding import idempotency
from shared.web import problems
from shared.web.identity import Admin, from_service
from shared.web.transactions import Transaction

router = idempotency.router(tags=["admin"])
internal = idempotency.internal_router()


@router.post(
    "/admin/accounts/{account_id}/roles",
    response_model=AccountAdminRead,
    dependencies=[idempotency.accepted],
    responses=problems.responses(AccountNotFound),
)
async def grant_role(account_id: AccountId, body: RoleGrant, admin: Admin, session: Transaction) -> Account:
    """Grants a role. Access tokens have it from their next refresh on."""
    return await roles.grant(session, account_id, body.role, by=admin.account_id)


@router.delete(
    "/admin/accounts/{account_id}/roles/{role}",
    status_code=204,
    dependencies=[idempotency.accepted],
    responses=problems.responses(AccountNotFound, LastAdmin),
)
async def withdraw_role(account_id: AccountId, role: GrantedRole, admin: Admin, session: Transaction) -> None:
    """Takes a role away and signs the account out everywhere, so that it holds at once."""
    await roles.withdraw(session, account_id, role, by=admin.account_id)


@internal.post(
    "/internal/accounts/{account_id}/roles",
    response_model=AccountRead,
    responses=problems.responses(AccountNotFound, RoleNotYours),
)
async def grant_role_for_service(
    account_id: AccountId,
    body: RoleGrant,
    service: Annotated[str, from_service("event")],
    session: Transaction,
) -> Account:
    """Organizers become EventCreators, staff become Operators; admins are made by people."""
    if body.role is Role.ADMIN:
        raise RoleNotYours
    return await roles.grant(session, account_id, body.role, by=service)
