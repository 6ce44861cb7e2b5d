"""Who is asking. Every route names its policy with one of these dependencies; the application refuses to start otherwise."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access import revocations, tokens
from shared.access.principals import Principal, Role, RoleRequired
from shared.access.verified import ServiceTokens
from shared.errors import Forbidden, Unauthenticated
from shared.web.transactions import Transaction


class CallerNotAllowed(Forbidden):
    detail = "This service may not call this route."


def _bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated
    return token


async def _caller(request: Request) -> Principal:
    try:
        claims = await request.app.state.runtime.keys.claims(_bearer(request))
        principal = Principal(claims["sub"], claims["sid"], frozenset(claims["roles"]), claims["exp"])
    except (tokens.Denied, KeyError, TypeError) as error:
        raise Unauthenticated from error
    request.state.principal = principal
    return principal


async def _live_caller(principal: Annotated[Principal, Depends(_caller)], session: Transaction) -> Principal:
    await require_live(session, principal)
    return principal


async def require_live(session: AsyncSession, principal: Principal) -> None:
    """What LiveCaller does, for a route that opens its transaction later. Raises Unauthenticated."""
    if await revocations.is_revoked(session, principal.session_id):
        raise Unauthenticated


async def _optional_caller(request: Request) -> Principal | None:
    if "authorization" not in request.headers:
        return None
    return await _caller(request)


async def _public() -> None:
    return None


# Anybody; a token that is sent is not looked at.
public = Depends(_public)
# A caller with a valid access token.
Caller = Annotated[Principal, Depends(_caller)]
# The same, whose session has not been revoked: for what moves money, stock, roles or exports.
LiveCaller = Annotated[Principal, Depends(_live_caller)]
# Anybody; a token that is sent must be valid.
OptionalCaller = Annotated[Principal | None, Depends(_optional_caller)]


_POLICIES: set[Callable[..., Any]] = {_public, _caller, _live_caller, _optional_caller}


def _policy(check: Callable[..., Any]) -> Callable[..., Any]:
    _POLICIES.add(check)
    return check


def with_role(role: Role) -> Any:
    """A live caller who has the role: `caller: Annotated[Principal, with_role(Role.ADMIN)]`."""

    async def check(principal: LiveCaller) -> Principal:
        if role not in principal.roles:
            raise RoleRequired
        return principal

    return Depends(_policy(check))


Admin = Annotated[Principal, with_role(Role.ADMIN)]


def from_service(*callers: str) -> Any:
    """One of the named services, proven by its own key: `dependencies=[from_service("event")]`. Returns its name."""

    async def check(request: Request) -> str:
        known: ServiceTokens = request.app.state.runtime.service_tokens
        try:
            caller = known.caller(_bearer(request))
        except tokens.Denied as error:
            raise Unauthenticated from error
        if caller not in callers:
            raise CallerNotAllowed
        return caller

    return Depends(_policy(check))


def asks_for_a_token(call: Callable[..., Any] | None) -> bool:
    """Whether a dependency lets nobody pass without an access token."""
    return call is _caller


def is_policy(call: Callable[..., Any] | None) -> bool:
    """Whether a dependency says who may call a route."""
    return call in _POLICIES
