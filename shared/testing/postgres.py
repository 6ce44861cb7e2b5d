"""Fresh databases for tests, migrated, with the two roles that a service has in life."""

import asyncio
import contextlib
import os
import secrets
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import asyncpg

# What a service's role has in life; `deploy/native/database.sql` sets it there.
RUNTIME_SETTINGS = (
    "statement_timeout = '3s'",
    "lock_timeout = '1s'",
    "idle_in_transaction_session_timeout = '10s'",
)


@dataclass(frozen=True)
class Scratch:
    """A database of its own: `owner_url` migrates, `runtime_url` is what the service gets. Both for SQLAlchemy."""

    name: str
    owner_url: str
    runtime_url: str


def server_url() -> str:
    """The superuser's address of the test server; `deploy.native.test_servers` starts one and sets it."""
    return os.environ["TEST_POSTGRES_URL"]


@contextlib.asynccontextmanager
async def scratch_database() -> AsyncIterator[Scratch]:
    """An empty database that is dropped after the block, with an owner and a runtime role that may only read and write."""
    name = f"test_{secrets.token_hex(6)}"
    owner, runtime = f"{name}_owner", name
    server = await asyncpg.connect(server_url())
    try:
        for role in (owner, runtime):
            await server.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{name}'")
        for setting in RUNTIME_SETTINGS:
            await server.execute(f"ALTER ROLE {runtime} SET {setting}")
        await server.execute(f"CREATE DATABASE {name} OWNER {owner}")
        await _grant(name, owner, runtime)
        yield Scratch(name, _url(owner, name), _url(runtime, name))
    finally:
        await server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        for role in (owner, runtime):
            await server.execute(f"DROP ROLE IF EXISTS {role}")
        await server.close()


async def migrate(package: str, scratch: Scratch) -> None:
    """Runs the service's migrations as its operators do, in a process of their own."""
    prefix = package.removesuffix("_service").upper()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "shared.commands.migrate",
        package,
        env={**os.environ, f"{prefix}_MIGRATION_DATABASE_URL": scratch.owner_url},
    )
    assert await process.wait() == 0, f"the migrations of {package} failed"


async def _grant(name: str, owner: str, runtime: str) -> None:
    database = await asyncpg.connect(server_url(), database=name)
    try:
        await database.execute(f"GRANT USAGE ON SCHEMA public TO {runtime}")
        for objects, rights in (("TABLES", "SELECT, INSERT, UPDATE, DELETE"), ("SEQUENCES", "USAGE, SELECT")):
            await database.execute(
                f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT {rights} ON {objects} TO {runtime}"
            )
        await database.execute(f"ALTER SCHEMA public OWNER TO {owner}")
    finally:
        await database.close()


def _url(role: str, name: str) -> str:
    """The role's password is the database's name: it lives as long as the test."""
    server = urlsplit(server_url())
    return f"postgresql+asyncpg://{role}:{name}@{server.hostname}:{server.port}/{name}"
