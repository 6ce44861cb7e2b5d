"""What waits is told at every scrape, from Postgres; a database that does not answer costs those figures and no more."""

import os
import signal
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from shared.message_log import inbox, outbox
from shared.message_log.inbox import MessageCursor
from shared.message_log.parking import ParkedMessage
from shared.message_log.unfinished import UnfinishedPage
from shared.messages.user import ProfileChanged
from shared.persistence import backlog, clock
from shared.persistence.backlog import Backlog
from shared.persistence.database import Database
from shared.telemetry import metrics
from shared.testing import figures
from shared.testing.conditions import until
from shared.testing.figures import Figures
from shared.testing.postgres import Scratch

MEASURES = (*outbox.MEASURES, *inbox.MEASURES)


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow machine has its time."""
    monkeypatch.setattr(backlog, "READ_SECONDS", figures.PATIENCE_SECONDS)


def told(backlog: Backlog) -> Figures:
    return figures.read(bytes(metrics.render(backlog).body).decode())


async def tell(database: Database, ago: timedelta = timedelta(0)) -> None:
    async with database.transaction() as session:
        clock.set_now(session, await clock.now(session) - ago)
        await outbox.add(session, ProfileChanged(account_id="usr_01", name="n", phone=None))


async def test_messages_that_nobody_has_asked_for_are_counted_and_timed(database: Database):
    waiting = Backlog(database, MEASURES)
    await tell(database, ago=timedelta(minutes=7))
    await tell(database)
    await waiting.refresh()
    seen = told(waiting)
    assert seen["outbox_unnumbered_messages",] == 2
    assert 420 <= seen["outbox_unnumbered_oldest_seconds",] < 480
    assert seen["outbox_position",] == 0


async def test_numbered_messages_count_as_the_position_of_the_log(database: Database):
    await tell(database)
    async with database.transaction() as session:
        await outbox.number(session)
    waiting = Backlog(database, MEASURES)
    await waiting.refresh()
    seen = told(waiting)
    assert seen["outbox_unnumbered_messages",] == 0
    assert seen["outbox_unnumbered_oldest_seconds",] == 0
    assert seen["outbox_position",] == 1


async def test_of_each_log_the_position_and_what_did_not_take_effect_are_told(database: Database):
    async with database.transaction() as session:
        moment = await clock.now(session)
        session.add_all(
            [
                MessageCursor(source="user", position=41),
                MessageCursor(source="auth", position=7),
                UnfinishedPage(source="auth", last_position=9, attempts=0),
                ParkedMessage(
                    source="user",
                    message_id=uuid.uuid4(),
                    position=40,
                    type="ProfileChanged",
                    aggregate_id="usr_01",
                    payload={},
                    created_at=moment,
                    attempts=0,
                    due_at=moment,
                    error="ValueError",
                ),
            ]
        )
    waiting = Backlog(database, MEASURES)
    await waiting.refresh()
    seen = told(waiting)
    assert (seen["inbox_position", "user"], seen["inbox_position", "auth"]) == (41, 7)
    assert (seen["inbox_parked_messages", "user"], seen["inbox_parked_messages", "auth"]) == (1, 0)
    assert (seen["inbox_unfinished_pages", "user"], seen["inbox_unfinished_pages", "auth"]) == (0, 1)


async def test_figures_are_remembered_for_a_few_seconds(database: Database, monkeypatch: pytest.MonkeyPatch):
    waiting = Backlog(database, MEASURES)
    await waiting.refresh()
    await tell(database)
    await waiting.refresh()
    assert told(waiting)["outbox_unnumbered_messages",] == 0
    monkeypatch.setattr(backlog, "REMEMBERED_SECONDS", 0)
    await waiting.refresh()
    assert told(waiting)["outbox_unnumbered_messages",] == 1


async def test_a_database_that_is_away_costs_only_its_own_figures():
    away = Database("postgresql+asyncpg://nobody:nothing@127.0.0.1:1/nowhere")
    waiting = Backlog(away, MEASURES)
    await waiting.refresh()
    seen = told(waiting)
    assert seen["backlog_is_readable",] == 0
    assert "http_requests_running" in {name for name, *_ in seen}
    assert not [name for name, *_ in seen if name.startswith(("outbox", "inbox"))]


@pytest.fixture
def frozen() -> Iterator[list[int]]:
    """Processes that are to go on after the test."""
    stopped: list[int] = []
    yield stopped
    for pid in stopped:
        os.kill(pid, signal.SIGCONT)


async def test_a_database_that_hangs_holds_no_scrape(
    scratch: Scratch, frozen: list[int], monkeypatch: pytest.MonkeyPatch
):
    database = Database(scratch.runtime_url, pool_size=1)
    waiting = Backlog(database, MEASURES)
    await waiting.refresh()
    assert told(waiting)["backlog_is_readable",] == 1
    async with database.transaction() as session:
        frozen.append((await session.execute(text("SELECT pg_backend_pid()"))).scalar_one())
    os.kill(frozen[0], signal.SIGSTOP)
    monkeypatch.setattr(backlog, "REMEMBERED_SECONDS", 0)
    monkeypatch.setattr(backlog, "READ_SECONDS", 1.0)
    started = time.monotonic()
    await waiting.refresh()
    assert time.monotonic() - started < 1.5
    seen = told(waiting)
    assert seen["backlog_is_readable",] == 0
    assert ("outbox_position",) not in seen
    os.kill(frozen.pop(), signal.SIGCONT)

    async def readable() -> bool:
        await waiting.refresh()
        return told(waiting)["backlog_is_readable",] == 1

    await until(readable)
    await database.close()
