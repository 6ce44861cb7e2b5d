"""One Redis and one gateway for the tests that neither stop nor exhaust them; the others start their own."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from gateway import claims
from gateway.tests.servers import Gateway, gateway
from gateway.tests.services import Service
from shared.testing.accounts import Signer
from shared.testing.redis_server import RedisServer, redis_server


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gateway")


@pytest.fixture(scope="session")
def signer(folder: Path) -> Signer:
    return Signer(folder / "secrets")


@pytest.fixture(scope="session")
def documents() -> dict[str, Any]:
    """The real services' own."""
    return claims.documents()


@pytest_asyncio.fixture(scope="session")
async def redis(folder: Path) -> AsyncIterator[RedisServer]:
    async with redis_server(folder) as server:
        yield server


@pytest_asyncio.fixture(scope="session")
async def running(redis: RedisServer, signer: Signer, folder: Path) -> AsyncIterator[Gateway]:
    """A gateway that other origins may use, and whose limits nobody reaches."""
    settings = {"CORS_ORIGINS": "https://shop.example"}
    async with gateway(redis.url, signer, folder, settings) as running:
        yield running


@pytest_asyncio.fixture(scope="module")
async def _event(running: Gateway) -> AsyncIterator[Service]:
    async with running.serving(event=Service()) as (service,):
        yield service


@pytest.fixture
def event(_event: Service) -> Service:
    """The event service: one for a file, since it takes a second until the gateway knows one, and as new for each test."""
    _event.renew()
    return _event


@pytest_asyncio.fixture
async def bounded(redis: RedisServer, signer: Signer, folder: Path) -> AsyncIterator[Gateway]:
    """A gateway that asks a service four things at a time and lets four wait."""
    settings = {"GATEWAY_IN_FLIGHT": "4", "GATEWAY_WAITING": "4"}
    async with gateway(redis.url, signer, folder, settings) as running:
        yield running
