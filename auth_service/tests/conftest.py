from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from auth_service.passwords import hashing
from auth_service.tests.people import PASSWORD, People
from shared.persistence.database import Database

pytest_plugins = ["shared.testing.plugin"]


@pytest.fixture(scope="session")
def service() -> str:
    return "auth"


@pytest.fixture(scope="session")
def environment(environment: dict[str, str]) -> Iterator[dict[str, str]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CORS_ORIGINS", "http://localhost:3000")
        yield environment


@pytest_asyncio.fixture(scope="session")
async def password_hash() -> str:
    with hashing.place():
        return await hashing.make(PASSWORD)


@pytest.fixture
def people(database: Database, password_hash: str) -> People:
    return People(database, password_hash)


@pytest_asyncio.fixture
async def browser(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A browser of its own, with its own cookies and its own address."""
    async with new_browser(app) as client:
        yield client


def new_browser(app: FastAPI) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    headers = {"X-Forwarded-For": People.new_address(), "X-Requested-With": "XMLHttpRequest"}
    return httpx.AsyncClient(transport=transport, base_url="http://localhost/api/v1", headers=headers)
