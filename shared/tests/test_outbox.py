"""The log never skips whoever commits late. The control numbers at the insert, and does."""

import asyncio
import json
import random
from collections.abc import Callable, Coroutine
from typing import Any

from sqlalchemy import select, text, update

from shared.message_log import outbox
from shared.message_log.outbox import OutboxMessage
from shared.messages.user import ProfileChanged
from shared.persistence.database import Database

Reader = Callable[[Database, int], Coroutine[Any, Any, list[tuple[int, str]]]]
WRITERS, ROUNDS = 12, 10


async def _read_by_position(database: Database, after: int) -> list[tuple[int, str]]:
    async with database.transaction() as session:
        await outbox.number(session)
    async with database.transaction() as session:
        page = json.loads(await outbox.read(session, "user", after, 500))
    return [(envelope["position"], envelope["aggregate_id"]) for envelope in page]


async def _read_by_identity(database: Database, after: int) -> list[tuple[int, str]]:
    """The control: the insert's own number taken for a position."""
    async with database.transaction() as session:
        rows = await session.execute(
            select(OutboxMessage.n, OutboxMessage.aggregate_id).where(OutboxMessage.n > after).order_by(OutboxMessage.n)
        )
        return [(n, aggregate) for n, aggregate in rows]


async def _write_and_read(database: Database, read: Reader) -> list[str]:
    """Writers whose transactions overlap at random, and a reader that follows all the while."""
    seen: list[str] = []
    cursor = 0

    async def write(name: str) -> None:
        for turn in range(ROUNDS):
            async with database.transaction() as session:
                await outbox.add(session, ProfileChanged(account_id=f"{name}-{turn}", name="n", phone=None))
                await session.flush()
                await session.execute(text("SELECT pg_sleep(:s)"), {"s": random.uniform(0, 0.02)})

    async def follow() -> None:
        nonlocal cursor
        for position, aggregate in await read(database, cursor):
            cursor = position
            seen.append(aggregate)

    writers = asyncio.gather(*(write(str(index)) for index in range(WRITERS)))
    while not writers.done():
        await follow()
    await writers
    await follow()
    return seen


async def test_a_reader_sees_every_message_once_however_late_it_commits(database: Database):
    seen = await _write_and_read(database, _read_by_position)
    assert len(seen) == len(set(seen)) == WRITERS * ROUNDS


async def test_control_a_reader_by_identity_misses_late_commits(database: Database):
    seen = await _write_and_read(database, _read_by_identity)
    assert len(seen) < WRITERS * ROUNDS


async def _overlapped(database: Database, read: Reader) -> list[str]:
    """Who writes first commits last, and the reader comes between."""
    async with database.transaction() as late:
        await outbox.add(late, ProfileChanged(account_id="late", name="n", phone=None))
        await late.flush()
        async with database.transaction() as early:
            await outbox.add(early, ProfileChanged(account_id="early", name="n", phone=None))
        first = await read(database, 0)
    then = await read(database, first[-1][0])
    return [aggregate for _, aggregate in [*first, *then]]


async def test_who_writes_first_and_commits_last_is_read_last(database: Database):
    assert await _overlapped(database, _read_by_position) == ["early", "late"]


async def test_control_by_identity_who_commits_last_is_passed_over(database: Database):
    assert await _overlapped(database, _read_by_identity) == ["early"]


async def test_positions_go_on_after_the_log_has_been_purged(database: Database):
    async with database.transaction() as session:
        await outbox.add(session, ProfileChanged(account_id="old", name="n", phone=None))
    first = (await _read_by_position(database, 0))[-1][0]
    async with database.transaction() as session:
        await session.execute(update(OutboxMessage).values(created_at=text("created_at - interval '31 days'")))
    await outbox.purge(database)
    async with database.transaction() as session:
        await outbox.add(session, ProfileChanged(account_id="new", name="n", phone=None))
    assert await _read_by_position(database, first) == [(first + 1, "new")]


async def test_a_rolled_back_change_tells_nothing(database: Database):
    class Stop(Exception):
        pass

    try:
        async with database.transaction() as session:
            await outbox.add(session, ProfileChanged(account_id="x", name="n", phone=None))
            raise Stop
    except Stop:
        pass
    assert await _read_by_position(database, 0) == []


async def test_after_messages_is_called_only_when_something_was_told(database: Database):
    calls: list[str] = []
    database.after_messages = lambda: calls.append("poke")
    async with database.transaction() as session:
        await session.execute(text("SELECT 1"))
    assert calls == []
    async with database.transaction() as session:
        await outbox.add(session, ProfileChanged(account_id="x", name="n", phone=None))
    assert calls == ["poke"]
