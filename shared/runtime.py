"""What a process of a service holds while it runs: its database, its connections, its keys."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import orjson
from redis.asyncio import Redis

from shared.access import tokens
from shared.access.verified import ServiceTokens
from shared.message_log.pokes import Poker, sender
from shared.peers.calls import ServiceCalls
from shared.peers.discovery import Directory
from shared.peers.jwks import KeySet
from shared.persistence.database import Database
from shared.settings import ServiceSettings

S = TypeVar("S", bound=ServiceSettings)


@dataclass(frozen=True)
class Runtime(Generic[S]):
    service: str
    settings: S
    database: Database
    redis: Redis
    directory: Directory
    calls: ServiceCalls
    keys: KeySet
    service_tokens: ServiceTokens
    # What the service itself opens while it runs; closed with everything else.
    opened: contextlib.AsyncExitStack = field(default_factory=contextlib.AsyncExitStack)


def connect_redis(url: str) -> Redis:
    return Redis.from_url(url, socket_timeout=1, socket_connect_timeout=0.5, max_connections=50, decode_responses=True)


@contextlib.asynccontextmanager
async def running(service: str, settings: S, *, pool_size: int = 8) -> AsyncIterator[Runtime[S]]:
    """Opens everything for the block and closes it afterwards. Nothing is asked yet: servers may come up later."""
    poker = Poker(service, sender(settings.broker_url))
    redis = connect_redis(settings.redis_url)
    directory = Directory(redis, settings.service_addresses)
    public_keys = settings.secrets_dir / "service-keys.json"
    runtime = Runtime(
        service=service,
        settings=settings,
        database=Database(settings.database_url, pool_size=pool_size, after_messages=poker.poke, hint=poker.hint),
        redis=redis,
        directory=directory,
        calls=ServiceCalls(service, settings.secrets_dir, directory),
        keys=KeySet(directory),
        service_tokens=ServiceTokens(service, tokens.public_keys(orjson.loads(public_keys.read_bytes()))),
    )
    async with poker.running():
        try:
            yield runtime
        finally:
            await runtime.opened.aclose()
            await runtime.calls.close()
            await runtime.keys.close()
            await runtime.database.close()
            await redis.aclose()
