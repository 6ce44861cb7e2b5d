"""`Idempotency-Key`: the key's row and the effect in one transaction, the answer kept byte for byte.

A parallel twin waits for the key's lock until the first commits, then reads its answer; a crash rolls both back, so no
key is ever locked for good.
"""

import hashlib
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.routing import APIRoute
from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession, AsyncSessionTransaction

from shared.access.principals import Principal
from shared.deciding import kept_answers
from shared.deciding.kept_answers import IdempotencyKey, Keyed, RequestInProgress
from shared.errors import BadRequest, DomainError
from shared.persistence import clock
from shared.web import problems, query
from shared.web.direct_routes import DirectRoute
from shared.web.identity import Caller, LiveCaller
from shared.web.transactions import Transaction

PREFIX = "/api/v1"
_LOCK_NOT_AVAILABLE = "55P03"
# For a twin's commit longer than for other locks, but less than a statement may take: whoever waits in vain is told why.
_WAIT_FOR_TWIN = text("SELECT set_config('lock_timeout', '2s', true), pg_advisory_xact_lock(:lock)")
_WAIT_AS_USUAL = text("SET LOCAL lock_timeout TO DEFAULT")


class IdempotencyKeyRequired(BadRequest):
    detail = "Send an `Idempotency-Key` header (1 to 255 printable ASCII characters), a new one for each new wish."


@dataclass
class _Claim:
    """A key that this request has inserted: what to fill in once the answer is known, or the answer that was there."""

    session: AsyncSession
    account_id: str
    key: str
    savepoint: AsyncSessionTransaction

    async def keep(self, response: Response) -> None:
        row = await self.session.get_one(IdempotencyKey, (self.account_id, self.key))
        for name, value in kept_answers.columns(response).items():
            setattr(row, name, value)


class _Replayed(Exception):
    def __init__(self, response: Response) -> None:
        self.response = response


async def _claim(request: Request, caller: Principal, session: AsyncSession, key: str | None) -> None:
    if key is None:
        return
    key = _bare(key)
    fingerprint = await _fingerprint(request)
    try:
        await session.execute(_WAIT_FOR_TWIN, {"lock": kept_answers.lock_of(caller.account_id, key)})
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == _LOCK_NOT_AVAILABLE:
            raise RequestInProgress(retry_after=1) from error
        raise
    await session.execute(_WAIT_AS_USUAL)
    inserted = await session.execute(
        insert(IdempotencyKey)
        .values(
            account_id=caller.account_id,
            key=key,
            fingerprint=fingerprint,
            status=0,
            headers={},
            body=b"",
            created_at=await clock.now(session),
        )
        .on_conflict_do_nothing()
        .returning(IdempotencyKey.key)
    )
    if inserted.first() is None:
        raise _Replayed(await _kept_answer(session, caller.account_id, key, fingerprint))
    request.state.idempotency = _Claim(session, caller.account_id, key, await session.begin_nested())


def _bare(key: str) -> str:
    key = key.strip('"')
    if not 1 <= len(key) <= 255 or not key.isascii() or not key.isprintable():
        raise IdempotencyKeyRequired(param="Idempotency-Key")
    return key


async def _kept_answer(session: AsyncSession, account_id: str, key: str, fingerprint: bytes) -> Response:
    row = (
        await session.execute(
            select(IdempotencyKey).where(IdempotencyKey.account_id == account_id, IdempotencyKey.key == key)
        )
    ).scalar_one()
    return kept_answers.replayed(row, fingerprint)


async def _fingerprint(request: Request) -> bytes:
    """What makes two requests the same: method, route, path and query parameters, and the body whatever its key order."""
    body = await request.body()
    is_image = request.headers.get("content-type", "").lower().startswith("image/")
    parts = [
        request.method,
        request.scope["route"].path,
        request.path_params,
        sorted(request.query_params.multi_items()) if request.scope["query_string"] else [],
        hashlib.sha256(body).hexdigest() if is_image else orjson.loads(body) if body else None,
    ]
    return hashlib.sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).digest()


async def _accepted(
    request: Request,
    caller: LiveCaller,
    session: Transaction,
    idempotency_key: Annotated[str | None, Header(max_length=257)] = None,
) -> None:
    await _claim(request, caller, session, idempotency_key)


async def _required(
    request: Request,
    caller: LiveCaller,
    session: Transaction,
    idempotency_key: Annotated[str | None, Header(max_length=257)] = None,
) -> None:
    if idempotency_key is None:
        raise IdempotencyKeyRequired(param="Idempotency-Key")
    await _claim(request, caller, session, idempotency_key)


# On a write: a key that is sent is honoured.
accepted = Depends(_accepted, scope="function")
# On a write that moves money or stock: a request without a key is refused.
required = Depends(_required, scope="function")


@dataclass(frozen=True)
class Late:
    """The key of a route that acts outside before its own transaction: it looks for a kept answer, acts, then claims.

    Twins that arrive together may both act outside, so that act must be idempotent in itself.
    """

    request: Request
    caller: Principal
    key: str | None

    async def replay(self, session: AsyncSession) -> None:
        """Ends the request with the kept answer if there is one; claims nothing."""
        if self.key is None:
            return
        key = _bare(self.key)
        if await session.get(IdempotencyKey, (self.caller.account_id, key)) is not None:
            answer = await _kept_answer(session, self.caller.account_id, key, await _fingerprint(self.request))
            raise _Replayed(answer)

    async def keyed(self) -> Keyed:
        """The request for a transaction that keeps its answer by itself."""
        if self.key is None:
            raise IdempotencyKeyRequired(param="Idempotency-Key")
        return Keyed(self.caller.account_id, _bare(self.key), await _fingerprint(self.request))

    @asynccontextmanager
    async def keeping_refusals(self, session: AsyncSession) -> AsyncIterator[None]:
        """Around what comes before the claim: a refusal there is the answer to the key too."""
        try:
            yield
        except DomainError as error:
            if kept_answers.is_kept(problems.of(error)):
                await self.claim(session)
            raise

    async def claim(self, session: AsyncSession) -> None:
        """Claims the key in the request's own transaction; call it before anything is written there."""
        await _claim(self.request, self.caller, session, self.key)


async def _late(
    request: Request, caller: Caller, idempotency_key: Annotated[str | None, Header(max_length=257)] = None
) -> Late:
    return Late(request, caller, idempotency_key)


LateKey = Annotated[Late, Depends(_late)]


class _Route(APIRoute):
    """Refuses unknown query parameters. Keeps the answer of a request with a key in its own transaction, before the commit
    and before anything is sent.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        known = frozenset(query.names(self.dependant))

        async def handle_once(request: Request) -> Response:
            query.require_known(request, known)
            try:
                response = await handle(request)
            except _Replayed as replayed:
                return replayed.response
            except DomainError as error:
                response = await _refused(request, error)
            claim: _Claim | None = getattr(request.state, "idempotency", None)
            if claim is not None:
                await claim.keep(response)
            return response

        return handle_once


async def _refused(request: Request, error: DomainError) -> Response:
    """A refusal with a key is an answer too: what was done is undone, the key stays."""
    claim: _Claim | None = getattr(request.state, "idempotency", None)
    response = problems.of(error)
    if claim is None or not kept_answers.is_kept(response):
        raise error
    await claim.savepoint.rollback()
    return response


class _DirectRoute(_Route, DirectRoute):
    pass


def router(*, direct: bool = False, **options: Any) -> APIRouter:
    """The router of what a service shows to everybody; of `direct` routes if many ask at once."""
    kind = _DirectRoute if direct else _Route
    return APIRouter(prefix=PREFIX, route_class=kind, generate_unique_id_function=lambda route: route.name, **options)


def internal_router(**options: Any) -> APIRouter:
    """The router of what services ask of each other."""
    return APIRouter(route_class=_Route, include_in_schema=False, **options)
