"""Requests with idempotency keys that are decided together: one transaction for their effects and for all their answers."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from contextvars import Context
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access import revocations
from shared.deciding import kept_answers
from shared.deciding.gathering import Gathering
from shared.deciding.kept_answers import IdempotencyKey, Keyed, RequestInProgress
from shared.errors import DomainError, Unauthenticated, Unavailable
from shared.persistence import bulk, clock
from shared.persistence.database import Database, has_waited
from shared.web import problems

W = TypeVar("W")
A_co = TypeVar("A_co", covariant=True)


@dataclass(frozen=True)
class Request(Generic[W]):
    """A wish, the session in which it was made, and its key."""

    wish: W
    session_id: str
    keyed: Keyed


@dataclass
class KeyedGroup(Generic[W]):
    """What is known of the requests' sessions and keys, and the answers that are going to be kept."""

    moment: datetime
    _revoked: set[str]
    # Locks of keys under which something else is just running.
    _claimed: Collection[int]
    _kept: dict[tuple[str, str], IdempotencyKey]
    _answers: list[IdempotencyKey] = field(default_factory=list)

    @classmethod
    async def read(cls, session: AsyncSession, requests: Sequence[Request[W]]) -> "KeyedGroup[W]":
        """Read it when what the requests are about is locked: twins wait there, and the later one finds the answer.

        Only of those whose thing is locked: another group may have what the others are about, and need their keys.
        """
        keyed = [request.keyed for request in requests]
        revoked = await revocations.find_revoked(session, {request.session_id for request in requests})
        claimed = await kept_answers.find_claimed(session, keyed)
        kept = await kept_answers.find(session, keyed)
        return cls(await clock.now(session), revoked, claimed, kept)

    def known(self, request: Request[W]) -> Response | None:
        """The answer of a request that is not to be decided: answered before, just running, or of a session that ended."""
        try:
            if request.session_id in self._revoked:
                raise Unauthenticated
            if request.keyed.lock in self._claimed:
                raise RequestInProgress(retry_after=1)
            kept = self._kept.get((request.keyed.account_id, request.keyed.key))
            return None if kept is None else kept_answers.replayed(kept, request.keyed.fingerprint)
        except DomainError as error:
            return problems.of(error)

    def answer(self, request: Request[W], decide: Callable[[W], Response | None]) -> Response | None:
        """The answer that is known, or the one that is decided now; what `decide` raises is an answer too.

        None is for a request that is to be decided by itself; `decide` must have changed nothing then, nor when it raises.
        """
        response = self.known(request)
        if response is not None:
            return response
        try:
            response = decide(request.wish)
        except DomainError as error:
            response = problems.of(error)
        row = None if response is None else request.keyed.kept(response, self.moment)
        if row is not None:
            self._kept[row.account_id, row.key] = row
            self._answers.append(row)
        return response

    async def write(self, session: AsyncSession, *made: bulk.Insert) -> None:
        """Inserts what was made together with the answers.

        Raises RequestInProgress when one of the keys has been used for something else meanwhile.
        """
        await kept_answers.add_all(session, self._answers, *made)


class Group(Protocol[W, A_co]):
    """What a transaction knows of the requests that it decides, and what it is going to write."""

    def answer(self, request: Request[W]) -> A_co: ...

    async def write(self, session: AsyncSession) -> None: ...


def deciding(
    database: Database,
    read: Callable[[AsyncSession, Sequence[Request[W]]], Awaitable[Group[W, A_co]]],
    *,
    mixes: bool = False,
) -> Gathering[Request[W], A_co]:
    """Decides each request in its own context: with its trace and its request id.

    A group that had to wait too long for a lock tries once more: one row that is busy must not turn so many away.
    """

    async def decide(requests: Sequence[Request[W]], contexts: Sequence[Context]) -> Sequence[A_co]:
        try:
            return await decide_once(requests, contexts)
        except Unavailable as error:
            if not has_waited(error.__cause__):
                raise
        return await decide_once(requests, contexts)

    async def decide_once(requests: Sequence[Request[W]], contexts: Sequence[Context]) -> Sequence[A_co]:
        async with database.transaction() as session:
            group = await read(session, requests)
            answers = [context.run(group.answer, request) for context, request in zip(contexts, requests, strict=True)]
            await group.write(session)
            return answers

    return Gathering(decide, mixes=mixes)
