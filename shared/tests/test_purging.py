"""What is over is forgotten, a batch in each transaction, so that no purge is too long for the limit of a statement."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event, func, select

from shared.access import revocations
from shared.access.revocations import RevokedSession
from shared.deciding import kept_answers
from shared.deciding.kept_answers import IdempotencyKey
from shared.message_log import inbox
from shared.message_log.inbox import InboxMessage
from shared.persistence import clock, purging
from shared.persistence.database import Base, Database

DAY = timedelta(days=1)


async def count(database: Database, table: type[Base]) -> int:
    async with database.transaction() as session:
        return (await session.execute(select(func.count()).select_from(table))).scalar_one()


async def test_what_is_over_goes_in_batches_and_the_rest_stays(database: Database, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(purging, "BATCH", 10)
    async with database.transaction() as session:
        now = await clock.now(session)
        old = [InboxMessage(source="user", message_id=uuid4(), received_at=now - 3 * DAY) for _ in range(25)]
        session.add_all([*old, InboxMessage(source="user", message_id=uuid4(), received_at=now)])
    deleted: list[int] = []

    def note(_connection, cursor, statement: str, *_rest: object) -> None:
        if "DELETE" in statement:
            deleted.append(cursor.rowcount)

    commits: list[None] = []
    engine = database.engine.sync_engine
    event.listen(engine, "after_cursor_execute", note)
    event.listen(engine, "commit", lambda _connection: commits.append(None))
    await inbox.purge(database, 2 * DAY)
    assert (deleted, len(commits)) == ([10, 10, 5], 3)
    assert await count(database, InboxMessage) == 1


async def test_kept_answers_and_revocations_are_forgotten_when_their_time_is_over(database: Database):
    async with database.transaction() as session:
        now = await clock.now(session)
        for key, age in (("old", 3 * DAY), ("new", DAY)):
            answer = {"fingerprint": b"", "status": 200, "headers": {}, "body": b""}
            session.add(IdempotencyKey(account_id="usr_1", key=key, created_at=now - age, **answer))
            session.add(RevokedSession(session_id=key, until=now + 2 * DAY - age))
    await kept_answers.purge(database)
    await revocations.purge(database)
    async with database.transaction() as session:
        assert (await session.execute(select(IdempotencyKey.key))).scalars().all() == ["new"]
        assert (await session.execute(select(RevokedSession.session_id))).scalars().all() == ["new"]
