"""Which instances of a service are alive: each beats into Redis, readers balance over those that did lately."""

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator, Mapping

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

log = structlog.get_logger()

BEAT_SECONDS = 2.0
DEAD_AFTER_SECONDS = 6.0
FRESH_SECONDS = 1.0


class NoInstance(Exception):
    """No address of the service is known."""


def _key(service: str) -> str:
    return f"instances:{service}"


async def _server_seconds(redis: Redis) -> float:
    seconds, microseconds = await redis.time()
    return float(seconds) + float(microseconds) / 1e6


@contextlib.asynccontextmanager
async def registered(redis: Redis, service: str, address: str, leaving: asyncio.Event) -> AsyncIterator[None]:
    """Keeps `address` (host:port) registered while the block runs, until `leaving` is set.

    Redis may be away: then nothing is lost but freshness.
    """

    async def beat() -> None:
        while not leaving.is_set():
            with contextlib.suppress(RedisError, OSError):
                await redis.zadd(_key(service), {address: await _server_seconds(redis)})
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(leaving.wait(), BEAT_SECONDS)
        with contextlib.suppress(RedisError, OSError):
            await redis.zrem(_key(service), address)

    task = asyncio.create_task(beat(), name="heartbeat")
    try:
        yield
    finally:
        leaving.set()
        await task


class Directory:
    """Live addresses, asked of Redis at most once a second; the configured ones when Redis knows none or is away."""

    def __init__(self, redis: Redis, configured: Mapping[str, tuple[str, ...]]) -> None:
        self._redis = redis
        self._configured = configured
        self._known: dict[str, tuple[str, ...]] = {}
        self._asked: dict[str, float] = {}

    async def addresses(self, service: str) -> tuple[str, ...]:
        """The addresses to try. Raises NoInstance when none is known."""
        if time.monotonic() - self._asked.get(service, -FRESH_SECONDS) >= FRESH_SECONDS:
            self._asked[service] = time.monotonic()
            await self._refresh(service)
        known = self._known.get(service) or self._configured.get(service)
        if not known:
            raise NoInstance(service)
        return known

    async def pick(self, service: str) -> str:
        return random.choice(await self.addresses(service))  # noqa: S311  balancing, not a secret

    async def _refresh(self, service: str) -> None:
        try:
            oldest = await _server_seconds(self._redis) - DEAD_AFTER_SECONDS
            rows = await self._redis.zrangebyscore(_key(service), oldest, "+inf")
        except (RedisError, OSError) as error:
            log.warning("registry_unreachable", service_asked=service, error=type(error).__name__)
            return
        self._known[service] = tuple(sorted(str(row) for row in rows))
