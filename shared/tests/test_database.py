"""Connections: one that has gone while nobody used it is replaced before anybody meets it."""

import asyncio

import pytest
from sqlalchemy import text

from shared.errors import Unavailable
from shared.persistence import database as databases
from shared.persistence.database import Database

_END_OTHERS = text("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid = ANY(:pids)")


async def _backends(database: Database, number: int) -> list[int]:
    """The processes behind so many connections, which lie in the pool afterwards."""
    connections = [await database.engine.connect() for _ in range(number)]
    pids = [(await one.execute(text("SELECT pg_backend_pid()"))).scalar_one() for one in connections]
    for one in connections:
        await one.close()
    return pids


async def _lose(database: Database) -> None:
    """All that lies in the pool is ended by its other side."""
    pids = await _backends(database, 4)
    other = Database(database.engine.url.render_as_string(hide_password=False))
    async with other.transaction() as session:
        assert (await session.execute(_END_OTHERS, {"pids": pids})).scalar_one() == 4
    await other.close()


async def test_connections_that_ended_while_idle_cost_nobody_a_request(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(databases, "TRUSTED_SECONDS", 0.0)
    await _lose(database)
    await asyncio.gather(*(database.ping() for _ in range(8)))


async def test_one_that_was_used_just_now_is_believed_and_its_loss_is_said_as_passing(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(databases, "TRUSTED_SECONDS", 60.0)
    await _lose(database)
    with pytest.raises(Unavailable):
        async with database.transaction() as session:
            await session.execute(text("SELECT 1"))
    async with database.transaction() as session:
        await session.execute(text("SELECT 1"))
