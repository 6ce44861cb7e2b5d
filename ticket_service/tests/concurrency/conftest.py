"""A second installation of the sale's tables, whose promises a control may take away."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from shared.testing.postgres import Scratch

Alter = Callable[[str], Awaitable[None]]


@pytest_asyncio.fixture
async def alter(scratch: Scratch) -> AsyncIterator[Alter]:
    """Runs a statement as the owner of the tables: `await alter("ALTER TABLE … DROP CONSTRAINT …")`."""
    engine = create_async_engine(scratch.owner_url)

    async def run(statement: str) -> None:
        async with engine.begin() as connection:
            await connection.execute(text(statement))

    yield run
    await engine.dispose()
