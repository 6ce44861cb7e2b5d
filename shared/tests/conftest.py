"""The shared tables in a database of their own; shared has no service and so no migrations."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from shared.access import revocations
from shared.deciding import kept_answers
from shared.message_log import inbox, outbox, parking, unfinished
from shared.persistence.database import Base, Database
from shared.testing.accounts import Signer
from shared.testing.postgres import Scratch, scratch_database
from shared.tests import mortal

TABLES = (outbox, inbox, unfinished, parking, kept_answers, revocations, mortal)


@pytest_asyncio.fixture(scope="session")
async def scratch() -> AsyncIterator[Scratch]:
    async with scratch_database() as scratch:
        engine = create_async_engine(scratch.owner_url)
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
            await connection.execute(text("INSERT INTO outbox_log VALUES (true, gen_random_uuid(), 0)"))
        await engine.dispose()
        yield scratch


@pytest_asyncio.fixture
async def database(scratch: Scratch) -> AsyncIterator[Database]:
    database = Database(scratch.runtime_url, pool_size=24)
    yield database
    await database.close()


@pytest_asyncio.fixture(autouse=True)
async def _empty_tables(scratch: Scratch) -> None:
    engine = create_async_engine(scratch.owner_url)
    async with engine.begin() as connection:
        await connection.execute(
            text(
                "TRUNCATE outbox, inbox, message_cursors, unfinished_pages, parked_messages, idempotency_keys,"
                " revoked_sessions, effects"
            )
        )
        await connection.execute(text("UPDATE outbox_log SET last_position = 0"))
    await engine.dispose()


@pytest.fixture
def worker_environment(scratch: Scratch, tmp_path: Path) -> dict[str, str]:
    """Of `mortal_worker`."""
    return {
        **os.environ,
        "ENV": "development",
        "PUBLIC_URL": "http://localhost:8080",
        "REDIS_URL": os.environ["TEST_REDIS_URL"],
        "BROKER_URL": os.environ["TEST_REDIS_URL"],
        "SECRETS_DIR": str(Signer(tmp_path).secrets_dir),
        "AUTH_DATABASE_URL": scratch.runtime_url,
    }
