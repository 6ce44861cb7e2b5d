"""Requests with idempotency keys that are decided together: one transaction for their effects and for all their answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock, kept_answers, problems, revocations
from shared.errors import DomainError, Unauthenticated
from shared.kept_answers import IdempotencyKey, Keyed

W = TypeVar("W")


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
    _kept: dict[tuple[str, str], IdempotencyKey]
    _answers: list[IdempotencyKey] = field(default_factory=list)

    @classmethod
    async def read(cls, session: AsyncSession, requests: Sequence[Request[W]]) -> "KeyedGroup[W]":
        """Read it when what the requests are about is locked: twins wait there, and the later one finds the answer."""
        revoked = await revocations.find_revoked(session, {request.session_id for request in requests})
        kept = await kept_answers.find(session, [request.keyed for request in requests])
        return cls(await clock.now(session), revoked, kept)

    def known(self, request: Request[W]) -> Response | None:
        """The answer of a request that is not to be decided: it was answered before, or its session has ended."""
        try:
            if request.session_id in self._revoked:
                raise Unauthenticated
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

    async def write(self, session: AsyncSession) -> None:
        """Raises RequestInProgress when one of the keys has been used for something else meanwhile."""
        await kept_answers.add_all(session, self._answers)
