"""Fixtures for a service's tests, on real servers. A service's `conftest.py` names itself and uses them:

pytest_plugins = ["shared.testing.plugin"]

@pytest.fixture(scope="session")
def service() -> str:
    return "ticket"
"""

import importlib
import os
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from shared.access import tokens
from shared.persistence.database import Database
from shared.runtime import Runtime
from shared.testing.accounts import CallingService, Person, Signer
from shared.testing.postgres import Scratch, migrate, scratch_database


@pytest.fixture(scope="session")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return Signer(tmp_path_factory.mktemp("secrets"))


@pytest_asyncio.fixture(scope="session")
async def scratch(service: str) -> AsyncIterator[Scratch]:
    """The service's own database, migrated; one for all tests, which keep apart by making their own accounts and events."""
    async with scratch_database() as scratch:
        await migrate(f"{service}_service", scratch)
        yield scratch


@pytest.fixture(scope="session")
def environment(service: str, scratch: Scratch, signer: Signer) -> Iterator[dict[str, str]]:
    """The process's environment as the service's settings read it; override to add the service's own."""
    values = {
        "ENV": "development",
        "PUBLIC_URL": "http://localhost:8080",
        "REDIS_URL": os.environ["TEST_REDIS_URL"],
        "BROKER_URL": os.environ["TEST_REDIS_URL"],
        "SECRETS_DIR": str(signer.secrets_dir),
        f"{service.upper()}_DATABASE_URL": scratch.runtime_url,
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SERVICE_ADDRESSES", raising=False)
        for name, value in values.items():
            patch.setenv(name, value)
        yield values


@pytest_asyncio.fixture(scope="session")
async def app(service: str, environment: dict[str, str], signer: Signer) -> AsyncIterator[FastAPI]:
    """The real application, its lifespan running; access tokens are checked with the signer's keys."""
    app: FastAPI = importlib.import_module(f"{service}_service.main").app
    async with app.router.lifespan_context(app):
        app.state.runtime.keys.trust(tokens.public_keys(signer.jwks()))
        yield app


@pytest.fixture(scope="session")
def runtime(app: FastAPI) -> Runtime[Any]:
    running: Runtime[Any] = app.state.runtime
    return running


@pytest.fixture(scope="session")
def database(runtime: Runtime[Any]) -> Database:
    return runtime.database


@pytest_asyncio.fixture(scope="session")
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Asks the application in process; an exception that would be a 500 is a 500 here too."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield client


@pytest.fixture
def person(signer: Signer) -> Callable[..., Person]:
    """`person()` is somebody with the role User, `person("Admin")` an admin; each call is somebody else."""
    return lambda *roles: Person(signer, *roles)


@pytest.fixture(scope="session")
def calling(service: str, signer: Signer) -> Callable[[str], CallingService]:
    """`calling("event")` asks as the event service."""
    return lambda caller: CallingService(signer, caller, service)


@pytest.fixture(scope="session")
def secrets_dir(signer: Signer) -> Path:
    return signer.secrets_dir
