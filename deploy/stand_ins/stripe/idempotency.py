"""Idempotency keys as Stripe documents them: the first answer is kept for a day, errors of the server included."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256

from deploy.stand_ins.stripe.errors import Refusal
from deploy.stand_ins.stripe.store import Store
from deploy.stand_ins.stripe.wire import Pairs

LASTS = 24 * 3600
LONGEST = 255


@dataclass(frozen=True, slots=True)
class Kept:
    status: int
    body: bytes
    request_id: str


class Keys:
    """Kept answers are in the store; which keys are in use right now is known only while they are."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._in_use: set[str] = set()

    @contextmanager
    def used(self, key: str | None) -> Iterator[None]:
        """Hold a key while its request runs; refuses a second one at the same time."""
        if key is None:
            yield
            return
        if len(key) > LONGEST:
            raise Refusal(f"Idempotency keys must be at most {LONGEST} characters long.", kind="idempotency_error")
        if key in self._in_use:
            raise in_use(key)
        self._in_use.add(key)
        try:
            yield
        finally:
            self._in_use.discard(key)

    def find(self, key: str, path: str, fingerprint: bytes, now: float) -> Kept | None:
        """The kept answer; refuses a key that was used for something else."""
        rows = self._store.rows(
            "SELECT path, fingerprint, status, body, request FROM idempotency_keys WHERE key = ? AND created > ?",
            (key, now - LASTS),
        )
        if not rows:
            return None
        first_path, first_fingerprint, status, body, request = rows[0]
        if first_path != path:
            message = (
                f"Keys for idempotent requests can only be used for the same endpoint they were first used for "
                f"('{path}' vs '{first_path}'). Try using a key other than '{key}' if you meant to execute a "
                "different request."
            )
            raise Refusal(message, kind="idempotency_error")
        if first_fingerprint != fingerprint:
            message = (
                f"Keys for idempotent requests can only be used with the same parameters they were first used with. "
                f"Try using a key other than '{key}' if you meant to execute a different request."
            )
            raise Refusal(message, kind="idempotency_error")
        return Kept(status, body, request)

    def keep(self, key: str, path: str, fingerprint: bytes, now: float, kept: Kept) -> None:
        self._store.db.execute(
            "INSERT OR REPLACE INTO idempotency_keys (key, created, path, fingerprint, request, status, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (key, now, path, fingerprint, kept.request_id, kept.status, kept.body),
        )

    def prune(self, now: float) -> None:
        self._store.db.execute("DELETE FROM idempotency_keys WHERE created <= ?", (now - LASTS,))


def in_use(key: str) -> Refusal:
    message = (
        "There is currently another in-progress request using this Idempotent Key (that probably means you submitted "
        f"twice, and the other request is still going through): {key}. Please try again later."
    )
    return Refusal(message, status=409, kind="idempotency_error", code="idempotency_key_in_use")


def fingerprint_of(pairs: Pairs) -> bytes:
    return sha256(repr(sorted(pairs)).encode()).digest()
