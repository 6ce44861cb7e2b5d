"""What a gateway's process holds while it runs."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from redis.asyncio import Redis

from gateway.callers import Proxies
from gateway.config import Settings
from gateway.cors import Origins
from gateway.documents import Documents
from gateway.limits import Limit, Limiter
from gateway.proxy import Proxy
from gateway.routes import Table
from gateway.streams import Streams
from gateway.upstreams import Upstreams
from shared.peers.discovery import Directory
from shared.peers.jwks import KeySet
from shared.runtime import connect_redis

LOAD_SECONDS = 1.0


@dataclass(frozen=True)
class Limits:
    account: Limit
    address: Limit
    sign_in: Limit
    webhook: Limit

    @classmethod
    def of(cls, settings: Settings) -> "Limits":
        return cls(
            account=Limit("account", settings.account_burst, settings.account_per_second),
            address=Limit("address", settings.address_burst, settings.address_per_second),
            sign_in=Limit("sign-in", settings.sign_in_burst, settings.sign_in_per_minute / 60),
            webhook=Limit("webhook", settings.webhook_burst, settings.webhook_per_second),
        )


@dataclass(frozen=True)
class Gateway:
    settings: Settings
    redis: Redis
    keys: KeySet
    table: Table
    origins: Origins
    proxies: Proxies
    limits: Limits
    limiter: Limiter
    upstreams: Upstreams
    proxy: Proxy
    documents: Documents


@contextlib.asynccontextmanager
async def running(settings: Settings, leaving: asyncio.Event) -> AsyncIterator[Gateway]:
    """Opens everything for the block and closes it afterwards. Redis and the services may come up later.

    `leaving` is set when the process has been told to stop.
    """
    redis = connect_redis(settings.redis_url)
    directory = Directory(redis, settings.service_addresses)
    table = Table.read()
    upstreams = Upstreams(table.services, directory, in_flight=settings.in_flight, waiting=settings.waiting)
    limiter = Limiter(redis, budget_seconds=settings.limit_budget_ms / 1000, gateways=lambda: len(upstreams.gateways))
    gateway = Gateway(
        settings=settings,
        redis=redis,
        keys=KeySet(directory),
        table=table,
        origins=Origins(settings.cors_origins),
        proxies=Proxies(settings.trusted_proxies),
        limits=Limits.of(settings),
        limiter=limiter,
        upstreams=upstreams,
        proxy=Proxy(upstreams, Streams(leaving, most=settings.streams)),
        documents=Documents(upstreams),
    )
    loading = asyncio.create_task(_load(gateway.keys), name="load keys")
    try:
        async with upstreams.watched():
            yield gateway
    finally:
        loading.cancel()
        await gateway.keys.close()
        await redis.aclose()


async def _load(keys: KeySet) -> None:
    """Until then no request has an account, and all count for their address."""
    while not keys.is_loaded:
        await keys.fetch()
        await asyncio.sleep(LOAD_SECONDS)
