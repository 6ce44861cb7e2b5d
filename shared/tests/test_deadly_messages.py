"""A message that ends the process is parked after a few deaths; before and behind it everything takes effect once."""

import asyncio
import contextlib
import os
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
import uvicorn
from redis.asyncio import Redis
from sqlalchemy import select

from shared.message_log import outbox, parking
from shared.message_log.inbox import MessageCursor
from shared.message_log.parking import ParkedMessage
from shared.message_log.pokes import FOLLOW_TASK, sender
from shared.message_log.unfinished import ENOUGH, UnfinishedPage
from shared.messages.user import ProfileChanged
from shared.persistence.database import Database
from shared.settings import ServiceSettings
from shared.testing.accounts import Signer
from shared.testing.conditions import until
from shared.testing.messages import wrap
from shared.testing.postgres import Scratch
from shared.tests.mortal import DEADLY, LIVES, SERVICE, Effect
from shared.web import application


@pytest.fixture
def environment(scratch: Scratch, tmp_path: Path) -> Iterator[None]:
    values = {
        "ENV": "development",
        "PUBLIC_URL": "http://localhost:8080",
        "REDIS_URL": os.environ["TEST_REDIS_URL"],
        "BROKER_URL": os.environ["TEST_REDIS_URL"],
        "SECRETS_DIR": str(Signer(tmp_path).secrets_dir),
        "AUTH_DATABASE_URL": scratch.runtime_url,
        "DATABASE_URL": scratch.runtime_url,
        "LOG_LEVEL": "CRITICAL",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in values.items():
            patch.setenv(name, value)
        yield


@pytest_asyncio.fixture
async def _owner(environment: None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """Serves the log, as any service does."""
    app = application.create("user", ServiceSettings(), routers=[], description="")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        monkeypatch.setenv("SERVICE_ADDRESSES", f"user=127.0.0.1:{listener.getsockname()[1]}")
        server = uvicorn.Server(uvicorn.Config(app, log_config=None))
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        yield
        server.should_exit = True
        await serving


async def _tell(database: Database, *messages: tuple[str, str]) -> None:
    async with database.transaction() as session:
        for account, name in messages:
            await outbox.add(session, ProfileChanged(account_id=account, name=name, phone=None))
            await session.flush()


async def _deaths(deed: str, *, is_forgetful: bool = False) -> int:
    """How many processes it took."""
    command = ["-m", "shared.tests.mortal", deed, *(["--forgetful"] if is_forgetful else [])]
    process = await asyncio.create_subprocess_exec(sys.executable, *command, stdout=asyncio.subprocess.PIPE)
    printed, _ = await process.communicate()
    return int(printed)


async def _effects(database: Database) -> list[tuple[str, str]]:
    async with database.transaction() as session:
        rows = await session.execute(select(Effect).order_by(Effect.id))
        return [(row.account_id, row.name) for row in rows.scalars()]


async def _parked(database: Database) -> list[tuple[str, str, int]]:
    async with database.transaction() as session:
        rows = await session.execute(select(ParkedMessage).order_by(ParkedMessage.position))
        return [(row.payload["name"], row.error, row.attempts) for row in rows.scalars()]


@pytest.mark.usefixtures("_owner")
async def test_the_log_moves_past_a_message_that_ends_its_process(database: Database):
    await _tell(database, ("a", "one"), ("b", "two"), ("c", DEADLY), ("c", "later"), ("d", "three"))
    assert await _deaths("follow") == 1 + ENOUGH
    assert await _effects(database) == [("a", "one"), ("b", "two"), ("d", "three")]
    assert await _parked(database) == [
        (DEADLY, parking.DID_NOT_COME_BACK, 0),
        ("later", parking.BEHIND_ANOTHER, 0),
    ]
    await _tell(database, ("c", "latest"), ("e", "four"))
    assert await _deaths("follow") == 0
    assert (await _effects(database))[3:] == [("e", "four")]
    async with database.transaction() as session:
        assert (await session.get_one(MessageCursor, "user")).position == 7
        assert await session.get(UnfinishedPage, "user") is None


@pytest.mark.usefixtures("_owner")
async def test_control_a_log_whose_followers_know_nothing_of_deaths_stands_still(database: Database):
    await _tell(database, ("a", "one"), ("b", "two"), ("c", DEADLY), ("d", "three"))
    assert await _deaths("follow", is_forgetful=True) == LIVES
    assert await _effects(database) == []


async def _park(database: Database, account: str, name: str, *, attempts: int) -> None:
    message = wrap(ProfileChanged(account_id=account, name=name, phone=None))
    async with database.transaction() as session:
        await parking.park(session, message, "failed")
        parked = await session.get_one(ParkedMessage, (message.source, message.message_id))
        parked.attempts, parked.due_at = attempts, message.created_at


@pytest.mark.parametrize("is_forgetful", [False, True], ids=["put off", "control"])
@pytest.mark.usefixtures("environment")
async def test_a_parked_message_that_ends_its_process_lets_the_others_have_their_turn(
    database: Database, is_forgetful: bool
):
    """The control: where its longer pause ends with the process, it is the first to be tried every time."""
    await _park(database, "a", DEADLY, attempts=10)
    await _park(database, "a", "later", attempts=0)
    await _park(database, "b", "one", attempts=0)
    deaths = await _deaths("replay", is_forgetful=is_forgetful)
    if is_forgetful:
        assert (deaths, await _effects(database)) == (LIVES, [])
    else:
        assert (deaths, await _effects(database)) == (1, [("b", "one")])
        assert await _parked(database) == [(DEADLY, parking.DID_NOT_COME_BACK, 11), ("later", "failed", 0)]


@contextlib.asynccontextmanager
async def _working() -> AsyncIterator[None]:
    command = ["celery", "-A", "shared.tests.mortal_worker", "worker", "-l", "CRITICAL"]
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", *command)
    try:
        yield
    finally:
        process.terminate()
        await asyncio.wait_for(process.wait(), 60)


@pytest.mark.usefixtures("_owner")
async def test_a_worker_whose_children_die_comes_to_the_end_of_the_log_by_one_poke(database: Database):
    await _tell(database, ("a", "one"), ("b", DEADLY), ("c", "two"))
    broker_url = os.environ["BROKER_URL"]

    async def is_done() -> bool:
        async with Redis.from_url(broker_url) as broker:
            waiting = await broker.llen(SERVICE) + await broker.hlen("unacked")
        return waiting == 0 and [name for name, *_ in await _parked(database)] == [DEADLY]

    async with _working():
        sender(broker_url).send_task(FOLLOW_TASK, args=["user"], queue=SERVICE)
        await until(is_done, seconds=60)
    assert await _effects(database) == [("a", "one"), ("c", "two")]
