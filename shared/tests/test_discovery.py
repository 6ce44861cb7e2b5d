"""Who beats is found; who leaves or falls silent is not; without Redis the configured addresses serve."""

import asyncio
import os
import secrets

import pytest
from redis.asyncio import Redis

from shared.peers import discovery
from shared.peers.discovery import Directory, NoInstance, registered
from shared.runtime import connect_redis
from shared.testing.conditions import until


async def _is_empty(redis: Redis, service: str) -> bool:
    return not await redis.exists(f"instances:{service}")


@pytest.fixture
def service() -> str:
    return f"test-{secrets.token_hex(4)}"


async def test_a_registered_instance_is_found_until_it_leaves(service: str):
    redis = connect_redis(os.environ["TEST_REDIS_URL"])
    leaving = asyncio.Event()
    async with registered(redis, service, "127.0.0.1:1", leaving):
        await until(lambda: redis.zcard(f"instances:{service}"))
        assert await Directory(redis, {}).addresses(service) == ("127.0.0.1:1",)
        leaving.set()
        await until(lambda: _is_empty(redis, service))
        with pytest.raises(NoInstance):
            await Directory(redis, {}).addresses(service)
    await redis.aclose()


async def test_an_instance_that_fell_silent_is_not_found(service: str):
    redis = connect_redis(os.environ["TEST_REDIS_URL"])
    seconds, _ = await redis.time()
    await redis.zadd(f"instances:{service}", {"127.0.0.1:1": seconds - discovery.DEAD_AFTER_SECONDS - 1})
    await redis.zadd(f"instances:{service}", {"127.0.0.1:2": seconds})
    assert await Directory(redis, {}).addresses(service) == ("127.0.0.1:2",)
    await redis.delete(f"instances:{service}")
    await redis.aclose()


async def test_without_redis_the_configured_addresses_serve(service: str):
    redis = connect_redis("redis://127.0.0.1:1")
    directory = Directory(redis, {service: ("127.0.0.1:3",)})
    assert await directory.pick(service) == "127.0.0.1:3"
    with pytest.raises(NoInstance):
        await directory.pick("nobody")
    await redis.aclose()
