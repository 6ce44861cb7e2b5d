"""The answers that are kept under idempotency keys: the table, and what may be kept.

401, 403, 429 and 5xx are not, nor what says `Retry-After`: whoever asks again with the key is then to get another answer.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import LargeBinary, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column
from starlette.responses import Response

from shared.errors import Conflict, Unprocessable
from shared.persistence import bulk, purging
from shared.persistence.database import Base, Database, among

KEPT = timedelta(hours=48)
_NOT_KEPT = frozenset({401, 403, 429})
_KEPT_HEADERS = ("content-type", "location", "etag")
_TRY_ALL = text("SELECT lock FROM unnest(CAST(:locks AS bigint[])) AS lock WHERE NOT pg_try_advisory_xact_lock(lock)")


class IdempotencyKey(Base):
    __tablename__ = "idempotency_keys"

    account_id: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[int]
    headers: Mapped[dict[str, str]] = mapped_column(JSONB)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(index=True)


class IdempotencyKeyReused(Unprocessable):
    detail = "This `Idempotency-Key` was used for another request."


class RequestInProgress(Conflict):
    detail = "A request with this `Idempotency-Key` is still running."


@dataclass(frozen=True)
class Keyed:
    """A request whose key has been read and not been claimed: for transactions that decide many requests together."""

    account_id: str
    key: str
    fingerprint: bytes

    @property
    def lock(self) -> int:
        return lock_of(self.account_id, self.key)

    def kept(self, response: Response, moment: datetime) -> IdempotencyKey | None:
        """The row that keeps the answer; None for an answer that is not kept."""
        if not is_kept(response):
            return None
        return bulk.row(
            IdempotencyKey,
            account_id=self.account_id,
            key=self.key,
            fingerprint=self.fingerprint,
            created_at=moment,
            **columns(response),
        )


def lock_of(account_id: str, key: str) -> int:
    """The advisory lock that whoever claims the key has until the transaction ends."""
    digest = hashlib.blake2b(f"{account_id} {key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


async def find_claimed(session: AsyncSession, requests: Sequence[Keyed]) -> Collection[int]:
    """The locks that others have now; all others are this transaction's. Nobody is waited for.

    So a request that is just running under one of the keys holds up only whoever used that key for something else too.
    """
    rows = await session.execute(_TRY_ALL, {"locks": [request.lock for request in requests]})
    return set(rows.scalars())


async def find(session: AsyncSession, requests: Sequence[Keyed]) -> dict[tuple[str, str], IdempotencyKey]:
    """The answers that are kept for some of the requests, by account and key."""
    query = select(IdempotencyKey).where(
        among(IdempotencyKey.account_id, {request.account_id for request in requests}),
        among(IdempotencyKey.key, {request.key for request in requests}),
    )
    return {(row.account_id, row.key): row for row in (await session.execute(query)).scalars()}


async def add_all(session: AsyncSession, rows: Sequence[IdempotencyKey], *made: bulk.Insert) -> None:
    """Inserts what was made, and keeps the answers that tell of it.

    The caller has the keys' locks. Raises RequestInProgress when one of the keys was not free after all.
    """
    *_, kept = await bulk.insert_all(session, *made, bulk.Insert(rows, "ON CONFLICT DO NOTHING"))
    if kept < len(rows):
        raise RequestInProgress(retry_after=1)


def columns(response: Response) -> dict[str, Any]:
    """What of an answer is kept."""
    return {
        "status": response.status_code,
        "headers": {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers},
        "body": bytes(response.body),
    }


def is_kept(response: Response) -> bool:
    status, is_passing = response.status_code, "retry-after" in response.headers
    return status not in _NOT_KEPT and status < 500 and not is_passing


def replayed(row: IdempotencyKey, fingerprint: bytes) -> Response:
    """The kept answer again. Raises IdempotencyKeyReused when it was given to another request."""
    if row.fingerprint != fingerprint:
        raise IdempotencyKeyReused(param="Idempotency-Key")
    return Response(row.body, row.status, {**row.headers, "Idempotent-Replayed": "true"})


async def purge(database: Database) -> None:
    await purging.purge(database, IdempotencyKey, lambda now: IdempotencyKey.created_at < now - KEPT)
