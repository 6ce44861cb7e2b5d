"""Limits are exact over all gateways while Redis answers, and hold in each gateway's share while it does not."""

import asyncio
import contextlib
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from redis.asyncio import Redis

from gateway import limits
from gateway.limits import Limit, Limiter, Local, Verdict
from shared.ids import new_id
from shared.runtime import connect_redis
from shared.testing.conditions import until
from shared.testing.redis_server import RedisServer, redis_server

CLIENTS = 20


@pytest_asyncio.fixture
async def own_redis(tmp_path: Path) -> AsyncIterator[RedisServer]:
    """One that the test may stop."""
    async with redis_server(tmp_path) as server:
        yield server


@contextlib.asynccontextmanager
async def limiter(url: str, *, gateways: int = 1, budget_seconds: float = 5.0) -> AsyncIterator[Limiter]:
    """`budget_seconds` is generous where what counts is the number and not the time."""
    async with contextlib.aclosing(connect_redis(url)) as redis:
        yield Limiter(redis, budget_seconds=budget_seconds, gateways=lambda: gateways)


async def hammer(check: "list[Limiter]", limit: Limit, subject: str, seconds: float) -> tuple[int, int]:
    """Twenty clients ask as fast as they can: how many requests they made, and how many were allowed."""
    ends = time.monotonic() + seconds

    async def ask(number: int) -> list[Verdict]:
        verdicts = []
        while time.monotonic() < ends:
            verdicts.append(await check[number % len(check)].check(limit, subject))
        return verdicts

    verdicts = [verdict for each in await asyncio.gather(*map(ask, range(CLIENTS))) for verdict in each]
    return len(verdicts), sum(verdict.is_allowed for verdict in verdicts)


def connected(server: RedisServer) -> contextlib.aclosing[Redis]:
    return contextlib.aclosing(connect_redis(server.url))


async def server_seconds(redis: Redis) -> float:
    seconds, microseconds = await redis.time()
    return int(seconds) + int(microseconds) / 1e6


async def test_twenty_clients_get_the_burst_and_the_rate_and_not_one_more(redis: RedisServer):
    """What nobody asks for in time is still there at the end, so their number is certain but for the moments of the first
    and of the last request, which are known to the time that these two took.
    """
    limit, subject = Limit("test", burst=50, per_second=2.0), new_id("usr")
    async with limiter(redis.url) as first, limiter(redis.url) as second, connected(redis) as clock:
        began = await server_seconds(clock)
        assert (await first.check(limit, subject)).is_allowed
        had_begun = await server_seconds(clock)
        asked, allowed = await hammer([first, second], limit, subject, 1.75)
        assert asked > 2 * allowed, "the limit was not reached"
        ends = await server_seconds(clock)
        while (await first.check(limit, subject)).is_allowed:
            allowed += 1
        ended = await server_seconds(clock)
    assert 50 + int(2 * (ends - had_begun)) <= 1 + allowed <= 50 + int(2 * (ended - began))


async def test_control_limiters_that_do_not_share_allow_more(redis: RedisServer):
    limit = Limit("test", burst=50, per_second=2.0)

    class Alone(Limiter):
        async def check(self, limit: Limit, subject: str) -> Verdict:
            return await super().check(limit, f"{subject}:{id(self)}")

    async with connected(redis) as connection:
        alone: list[Limiter] = [Alone(connection, budget_seconds=5.0, gateways=lambda: 1) for _ in range(2)]
        _, allowed = await hammer(alone, limit, new_id("usr"), 1.75)
        assert allowed >= 2 * limit.burst


@pytest.mark.parametrize(("burst", "per_second"), [(1, 1.0), (10, 3.0), (7, 0.5), (100, 1000.0)])
async def test_what_was_allowed_is_never_more_than_the_formula(redis: RedisServer, burst: int, per_second: float):
    limit = Limit("test", burst, per_second)
    async with limiter(redis.url) as one, connected(redis) as clock:
        before = await server_seconds(clock)
        _, allowed = await hammer([one], limit, new_id("usr"), 1.0)
        elapsed = await server_seconds(clock) - before
        assert burst <= allowed <= burst + int(per_second * elapsed)


async def test_parallel_requests_beyond_the_burst_are_refused_to_the_last_one(redis: RedisServer):
    limit = Limit("test", burst=10, per_second=0.01)
    async with limiter(redis.url) as one:
        verdicts = await asyncio.gather(*(one.check(limit, "usr_parallel") for _ in range(1000)))
        assert sum(verdict.is_allowed for verdict in verdicts) == 10
        assert sorted(verdict.remaining for verdict in verdicts if verdict.is_allowed) == list(range(10))


async def test_subjects_and_limits_are_counted_apart(redis: RedisServer):
    limit, other = Limit("test", 1, 0.01), Limit("other", 1, 0.01)
    async with limiter(redis.url) as one:
        verdicts = [await one.check(each, subject) for each in (limit, other) for subject in ("usr_a", "usr_b")]
        assert all(verdict.is_allowed for verdict in verdicts)
        assert not (await one.check(limit, "usr_a")).is_allowed


async def test_a_refusal_says_when_to_come_again(redis: RedisServer):
    limit = Limit("test", burst=2, per_second=0.1)
    async with limiter(redis.url) as one:
        subject = new_id("usr")
        first, second, third = [await one.check(limit, subject) for _ in range(3)]
        assert (first.remaining, second.remaining, third.is_allowed) == (1, 0, False)
        assert 9 <= third.retry_after <= 10
        assert third.headers() == [(b"ratelimit", b'"test";r=0;t=20'), (b"ratelimit-policy", b'"test";q=2;w=20')]


async def test_a_count_is_forgotten_when_it_means_nothing_any_more(redis: RedisServer):
    async with limiter(redis.url) as one, connected(redis) as connection:
        await one.check(Limit("test", 5, 100.0), "usr_forgotten")

        async def is_forgotten() -> bool:
            return not await connection.exists("limit:test:usr_forgotten")

        await until(is_forgotten, seconds=2)


async def test_a_dead_redis_leaves_each_gateway_its_share(own_redis: RedisServer):
    limit = Limit("test", burst=100, per_second=0.01)
    async with limiter(own_redis.url, gateways=4) as one:
        assert (await one.check(limit, "usr_1")).limit == limit
        own_redis.kill()
        verdicts = [await one.check(limit, "usr_2") for _ in range(100)]
        assert sum(verdict.is_allowed for verdict in verdicts) == 25
        assert one.is_local


async def test_a_redis_that_comes_back_counts_again(own_redis: RedisServer):
    limit = Limit("test", burst=1, per_second=0.01)
    async with limiter(own_redis.url) as one:
        own_redis.kill()
        await one.check(limit, "usr_1")
        assert one.is_local
        await own_redis.start()

        async def counts_there() -> bool:
            await one.check(limit, "usr_1")
            return not one.is_local

        await until(counts_there)
        async with limiter(own_redis.url) as other:
            assert not (await other.check(limit, "usr_1")).is_allowed


async def test_a_redis_that_forgot_the_script_gets_it_again(own_redis: RedisServer):
    limit = Limit("test", burst=10, per_second=0.01)
    async with limiter(own_redis.url) as one, connected(own_redis) as connection:
        await one.check(limit, "usr_1")
        await connection.script_flush()
        assert (await one.check(limit, "usr_1")).remaining == 8
        assert not one.is_local


async def test_a_frozen_redis_delays_a_request_by_its_budget_and_the_next_ones_not_at_all(own_redis: RedisServer):
    limit = Limit("test", burst=100, per_second=0.01)
    async with limiter(own_redis.url, budget_seconds=0.05) as one:
        own_redis.signal(signal.SIGSTOP)
        started = time.monotonic()
        await asyncio.gather(*(one.check(limit, "usr_1") for _ in range(50)))
        assert time.monotonic() - started < 0.5
        started = time.monotonic()
        for _ in range(1000):
            await one.check(limit, "usr_1")
        assert time.monotonic() - started < limits.AWAY_SECONDS
        own_redis.signal(signal.SIGCONT)


def test_the_local_count_is_exact_too():
    local, limit = Local(), Limit("test", burst=10, per_second=0.001)
    assert sum(local.check(limit, "usr_1").is_allowed for _ in range(1000)) == 10
    assert local.check(limit, "usr_2").is_allowed


def test_the_local_count_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "REMEMBERED", 100)
    local, limit = Local(), Limit("test", burst=1, per_second=0.001)
    for number in range(1000):
        local.check(limit, f"usr_{number}")
    assert len(local._arrivals) <= 101
