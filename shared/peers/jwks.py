"""The keys that access tokens are checked with: auth's public set, remembered, and kept while auth is away."""

import asyncio
import time
from typing import Any

import httpx  # noqa: TID251  asks without a token, which is what the keys are for
import orjson
import structlog

from shared.access import tokens
from shared.access.verified import VerifiedTokens
from shared.peers.discovery import Directory, NoInstance

log = structlog.get_logger()

FRESH_SECONDS = 300.0
STALE_SECONDS = 24 * 3600.0
UNKNOWN_KEY_PAUSE_SECONDS = 30.0
NO_KEYS_PAUSE_SECONDS = 1.0
RETRY_SECONDS = 5.0
REMEMBERED_TOKENS = 20_000


class KeySet:
    """Verifies access tokens."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._client = httpx.AsyncClient(timeout=httpx.Timeout(2.0, connect=0.5), trust_env=False)
        self._keys: tokens.PublicKeys = {}
        self._fetched_at = -STALE_SECONDS
        self._asked_at = -FRESH_SECONDS
        self._refreshing: asyncio.Task[None] | None = None
        self._unknown_at = -UNKNOWN_KEY_PAUSE_SECONDS
        self._fetching = asyncio.Lock()
        self._verified = VerifiedTokens(REMEMBERED_TOKENS)

    @property
    def is_loaded(self) -> bool:
        return bool(self._keys) and time.monotonic() - self._fetched_at < STALE_SECONDS

    async def claims(self, token: str) -> dict[str, Any]:
        """The claims of a valid access token. Raises tokens.Denied."""
        known = self._verified.find(token)
        if known is not None:
            return known
        await self._make_fresh(tokens.kid_of(token))
        claims = tokens.verify(token, self._keys if self.is_loaded else {}, aud="api", typ=tokens.ACCESS)
        self._verified.keep(token, claims)
        return claims

    async def _make_fresh(self, kid: str) -> None:
        """A known key serves while the set is asked for again: auth may be slow or away, and nobody waits for it.

        For an unknown one the caller waits, but rarely: anybody can name one. A set that is a day old is none any more:
        the tokens that auth gave out before it went have long expired, and what else those keys sign may be a thief's,
        because of whom they were withdrawn.
        """
        if kid in self._keys and self.is_loaded:
            if time.monotonic() - self._asked_at >= FRESH_SECONDS:
                self._asked_at = time.monotonic()
                self._refreshing = asyncio.create_task(self.fetch())
            return
        async with self._fetching:
            pause = UNKNOWN_KEY_PAUSE_SECONDS if self.is_loaded else NO_KEYS_PAUSE_SECONDS
            is_known = kid in self._keys and self.is_loaded
            if not is_known and time.monotonic() - self._unknown_at >= pause:
                await self.fetch()
                self._unknown_at = time.monotonic()

    async def fetch(self) -> None:
        """Asks auth for the set; when that fails the old one stays in use for a day."""
        try:
            address = await self._directory.pick("auth")
            response = await self._client.get(f"http://{address}/api/v1/auth/jwks")
            response.raise_for_status()
            self.trust(tokens.public_keys(orjson.loads(response.content)))
        except (NoInstance, httpx.HTTPError, ValueError) as error:
            self._asked_at = time.monotonic() - FRESH_SECONDS + RETRY_SECONDS
            log.warning("keys_unreachable", error=type(error).__name__)

    def trust(self, keys: tokens.PublicKeys) -> None:
        """Uses these keys from now on, as if they had just been fetched."""
        self._keys = keys
        self._fetched_at = self._asked_at = time.monotonic()

    async def close(self) -> None:
        if self._refreshing is not None:
            self._refreshing.cancel()
        await self._client.aclose()
