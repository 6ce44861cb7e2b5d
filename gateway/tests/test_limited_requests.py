"""Who is counted for what: an account for itself wherever it comes from, everybody else for their address."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from gateway.tests.servers import Gateway, gateway
from gateway.tests.services import Service
from shared.testing.accounts import Person, Signer
from shared.testing.redis_server import RedisServer, redis_server

EVENTS, LOGIN = "/api/v1/events", "/api/v1/auth/login"
SETTINGS = {
    "GATEWAY_ACCOUNT_BURST": "30",
    "GATEWAY_ACCOUNT_PER_SECOND": "1",
    "GATEWAY_ADDRESS_BURST": "20",
    "GATEWAY_ADDRESS_PER_SECOND": "0.1",
    "GATEWAY_SIGN_IN_BURST": "5",
    "GATEWAY_SIGN_IN_PER_MINUTE": "1",
    "GATEWAY_LIMIT_BUDGET_MS": "2000",
}


@pytest_asyncio.fixture(scope="module")
async def own_redis(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RedisServer]:
    async with redis_server(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest_asyncio.fixture(scope="module")
async def limited(own_redis: RedisServer, signer: Signer, folder: Path) -> AsyncIterator[Gateway]:
    async with gateway(own_redis.url, signer, folder, SETTINGS) as running:
        yield running


def from_address(address: str) -> dict[str, str]:
    return {"X-Forwarded-For": address}


async def statuses(requests: list[httpx.Response]) -> dict[int, int]:
    found: dict[int, int] = {}
    for answer in requests:
        found[answer.status_code] = found.get(answer.status_code, 0) + 1
    return found


async def test_twenty_clients_of_one_account_get_the_burst_and_the_rate(limited: Gateway, signer: Signer):
    person = Person(signer)
    async with limited.serving(event=Service()):
        started = time.monotonic()

        async def ask(number: int) -> list[httpx.Response]:
            headers = from_address(f"192.0.2.{number}")
            return [await limited.client.get(EVENTS, auth=person, headers=headers) for _ in range(5)]

        answers = [answer for each in await asyncio.gather(*map(ask, range(20))) for answer in each]
        elapsed = time.monotonic() - started
        found = await statuses(answers)
        assert 30 <= found[200] <= 30 + int(elapsed)
        assert found[200] + found[429] == 100


async def test_a_refusal_is_a_problem_with_everything_a_client_needs(limited: Gateway):
    headers = from_address("198.51.100.1")
    async with limited.serving(event=Service()):
        answers = [await limited.client.get(EVENTS, headers=headers) for _ in range(21)]
        allowed, refused = answers[0], answers[-1]
        assert (allowed.status_code, refused.status_code) == (200, 429)
        assert allowed.headers["ratelimit"].startswith('"address";r=19;t=')
        assert allowed.headers["ratelimit-policy"] == '"address";q=20;w=200'
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.json()["code"] == "too_many_requests"
        assert 1 <= int(refused.headers["retry-after"]) <= 10
        assert refused.headers["ratelimit"].startswith('"address";r=0;t=')
        assert "x-content-type-options" in refused.headers


async def test_another_address_has_its_own_limit_and_a_network_of_ipv6_shares_one(limited: Gateway):
    async with limited.serving(event=Service()):
        for number in range(20):
            answer = await limited.client.get(EVENTS, headers=from_address(f"2001:db8:1:2::{number:x}"))
            assert answer.status_code == 200
        same = await limited.client.get(EVENTS, headers=from_address("2001:db8:1:2:ffff::1"))
        other = await limited.client.get(EVENTS, headers=from_address("2001:db8:1:3::1"))
        assert (same.status_code, other.status_code) == (429, 200)


async def test_a_forged_address_in_front_of_the_real_one_does_not_help(limited: Gateway):
    async with limited.serving(event=Service()):
        answers = [
            await limited.client.get(EVENTS, headers=from_address(f"203.0.113.{number}, 198.51.100.77"))
            for number in range(21)
        ]
        assert await statuses(answers) == {200: 20, 429: 1}


async def test_a_token_that_is_not_valid_counts_for_its_address(limited: Gateway, signer: Signer, tmp_path: Path):
    stranger = Signer(tmp_path)
    async with limited.serving(event=Service()):
        answers = [
            await limited.client.get(EVENTS, headers=from_address("198.51.100.2"), auth=Person(stranger))
            for _ in range(21)
        ]
        assert await statuses(answers) == {200: 20, 429: 1}


async def test_signing_in_has_a_tighter_limit_per_address_whatever_token_is_shown(limited: Gateway, signer: Signer):
    for number in range(5):
        path = LOGIN if number % 2 else "/api/v1/auth/forgot-password"
        answer = await limited.client.post(path, json={}, headers=from_address("198.51.100.3"), auth=Person(signer))
        assert answer.status_code == 200
    refused = await limited.client.post(LOGIN, json={}, headers=from_address("198.51.100.3"), auth=Person(signer))
    assert (refused.status_code, refused.headers["ratelimit-policy"]) == (429, '"sign-in";q=5;w=300')


async def test_paths_that_do_not_exist_count_and_health_does_not(limited: Gateway):
    answers = [await limited.client.get(f"/{number}", headers=from_address("198.51.100.4")) for number in range(21)]
    assert await statuses(answers) == {404: 20, 429: 1}
    healthy = [await limited.client.get("/health/live", headers=from_address("198.51.100.4")) for _ in range(5)]
    assert await statuses(healthy) == {200: 5}


async def test_limits_can_be_switched_off(redis: RedisServer, signer: Signer, folder: Path):
    settings = {**SETTINGS, "GATEWAY_LIMITS": "false"}
    async with gateway(redis.url, signer, folder, settings) as unlimited, unlimited.serving(event=Service()):
        answers = [await unlimited.client.get(EVENTS) for _ in range(100)]
        assert await statuses(answers) == {200: 100}
        assert "ratelimit" not in answers[0].headers


async def test_without_redis_requests_go_on_within_a_local_limit(limited: Gateway, own_redis: RedisServer):
    """The last one of this file: it takes the others' Redis away."""
    async with limited.serving(event=Service()):
        own_redis.kill()
        headers = from_address("198.51.100.5")
        answers = [await limited.client.get(EVENTS, headers=headers) for _ in range(40)]
        assert await statuses(answers) == {200: 20, 429: 20}
        assert (await limited.status())["limits"] == "local"
        assert (await limited.status())["redis"] is False
        await own_redis.start()
