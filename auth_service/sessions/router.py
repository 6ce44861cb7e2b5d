from fastapi import Request, Response

from auth_service.accounts import service as accounts
from auth_service.config import settings
from auth_service.connections import CurrentDatabase
from auth_service.sessions import cookies, grants, origins, rotation
from auth_service.sessions import service as sessions
from auth_service.sessions.errors import ForeignOrigin, SessionEnded, SessionNotFound
from auth_service.sessions.models import AccountSession, EndReason
from auth_service.sessions.schemas import AccessGrant, SessionId, SessionRead
from shared.deciding import idempotency
from shared.persistence import clock
from shared.web import identity, problems
from shared.web.identity import Caller, LiveCaller
from shared.web.pagination import Page, paginate
from shared.web.paging import PagingQuery
from shared.web.transactions import Transaction

router = idempotency.router(tags=["sign-in"])


@router.post(
    "/auth/refresh",
    response_model=AccessGrant,
    dependencies=[identity.public, origins.from_our_pages],
    responses=problems.responses(SessionEnded, ForeignOrigin),
)
async def refresh_session(request: Request, response: Response, database: CurrentDatabase) -> AccessGrant:
    """Exchanges the refresh cookie for a new access token and a new cookie.

    Each refresh token is used once; within ten seconds the same answer is given again. A later second use means that
    somebody else has the token, and ends the session.
    """
    presented = cookies.read(request, settings())
    if presented is None:
        raise SessionEnded
    async with database.transaction() as session:
        rotated = await rotation.rotate(session, presented)
        if rotated is not None:
            account = await accounts.get(session, rotated.account_id)
            grant = grants.grant(settings(), account, rotated.session_id, await clock.now(session))
    if rotated is None:
        raise SessionEnded
    cookies.write(response, settings(), rotated.refresh_token)
    return grant


@router.post(
    "/auth/logout",
    status_code=204,
    dependencies=[identity.public, origins.from_our_pages],
    responses=problems.responses(ForeignOrigin),
)
async def log_out(request: Request, response: Response, session: Transaction) -> None:
    """Ends the session of the refresh cookie, if there is one, and removes the cookie."""
    presented = cookies.read(request, settings())
    if presented is not None:
        await sessions.end_by_token(session, presented, EndReason.LOGGED_OUT)
    cookies.clear(response, settings())


@router.get("/auth/sessions", response_model=Page[SessionRead])
async def list_sessions(caller: Caller, session: Transaction, paging: PagingQuery) -> Page[SessionRead]:
    """Where you are signed in, the oldest first."""
    live = await sessions.live(session, caller.account_id)
    page = await paginate(session, live, paging, order_by=[AccountSession.id])
    data = [SessionRead.of(row, current_id=caller.session_id) for row in page.data]
    return Page(data=data, has_more=page.has_more, next_cursor=page.next_cursor)


@router.delete(
    "/auth/sessions/{session_id}",
    status_code=204,
    dependencies=[idempotency.accepted],
    responses=problems.responses(SessionNotFound),
)
async def revoke_session(session_id: SessionId, caller: LiveCaller, session: Transaction) -> None:
    """Signs you out there: at once where money, stock or roles are concerned, elsewhere within five minutes."""
    await sessions.revoke(session, caller.account_id, session_id)
