"""The real worker: what the owners' logs say becomes mail, by a poke without the schedule and the other way round, and
a mail server that stalls does not keep it from listening.
"""

import asyncio
import contextlib
import os
import sys
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from notification_service.notifications.models import Attempt, Notification
from notification_service.tests.facts import address_of, registered
from notification_service.tests.neighbours import Neighbours
from notification_service.tests.sink import Sink
from shared.ids import new_id
from shared.message_log.pokes import FOLLOW_TASK, sender
from shared.runtime import Runtime
from shared.testing.conditions import until

PATIENCE_SECONDS = 60.0


@contextlib.asynccontextmanager
async def working(*options: str) -> AsyncIterator[None]:
    """The worker as it is started in life, with more options."""
    command = ["celery", "-A", "notification_service.worker", "worker", "-l", "WARNING"]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *command, *options, env={**os.environ, "LOG_LEVEL": "WARNING"}
    )
    try:
        yield
    finally:
        process.terminate()
        await asyncio.wait_for(process.wait(), PATIENCE_SECONDS)


async def arrival(sink: Sink, address: str) -> None:
    given_up_at = time.monotonic() + PATIENCE_SECONDS
    while not sink.mails(address):
        assert time.monotonic() < given_up_at, "no mail has come"
        await asyncio.sleep(0.02)


async def test_a_poke_is_enough(runtime: Runtime[Any], sink: Sink, neighbours: Neighbours):
    account_id = new_id("usr")
    async with working():
        neighbours.tell(registered(account_id))
        sender(runtime.settings.broker_url).send_task(FOLLOW_TASK, args=["auth"], queue="notification")
        await arrival(sink, address_of(account_id))


async def test_the_schedule_is_enough(runtime: Runtime[Any], sink: Sink, neighbours: Neighbours):
    account_id = new_id("usr")
    async with working("--beat"):
        neighbours.tell(registered(account_id))
        await arrival(sink, address_of(account_id))


@pytest.fixture
def stall(sink: Sink) -> Iterator[Callable[..., threading.Event]]:
    """The server takes the mails to the accounts and says nothing for long. The event: it has one."""
    let_go = threading.Event()

    def stall(*account_ids: str) -> threading.Event:
        has_mail = threading.Event()

        def hold() -> None:
            has_mail.set()
            let_go.wait(PATIENCE_SECONDS)

        for account_id in account_ids:
            sink.before_answer(address_of(account_id), hold)
        return has_mail

    yield stall
    let_go.set()


async def hear(runtime: Runtime[Any], neighbours: Neighbours, account_id: str) -> None:
    neighbours.tell(registered(account_id))
    sender(runtime.settings.broker_url).send_task(FOLLOW_TASK, args=["auth"], queue="notification")


async def was_sending_when_it_heard(runtime: Runtime[Any], sent_to: str, heard_of: Notification) -> bool:
    """Whether an attempt to write to the one account was running when the message about the other took effect."""
    async with runtime.database.transaction() as session:
        about = select(Attempt).join(Notification).where(Notification.account_id == sent_to).order_by(Attempt.id)
        attempts = (await session.execute(about)).scalars().all()
    return any(
        attempt.started_at < heard_of.created_at and (attempt.finished_at or heard_of.created_at) >= heard_of.created_at
        for attempt in attempts
    )


@pytest.mark.parametrize("children", [2, 1], ids=["as in life", "control"])
async def test_a_mail_server_that_stalls_does_not_keep_the_worker_from_listening(
    runtime: Runtime[Any],
    neighbours: Neighbours,
    rows: Callable[[str], Awaitable[list[Notification]]],
    stall: Callable[..., threading.Event],
    children: int,
):
    """Each message heard makes something to send; what sends must not take the second child too. The control: one child.

    With the schedule, as a poke whose question to the owner fails is not repeated.
    """
    first, *others = (new_id("usr") for _ in range(4 if children == 2 else 2))
    has_mail = stall(first, *others)
    async with working("--beat", *([] if children == 2 else ["--concurrency", "1"])):
        await hear(runtime, neighbours, first)
        assert await asyncio.to_thread(has_mail.wait, PATIENCE_SECONDS)
        for account_id in others:
            await hear(runtime, neighbours, account_id)
            (heard,) = await until(partial(rows, account_id), seconds=PATIENCE_SECONDS)
            assert await was_sending_when_it_heard(runtime, first, heard) is (children == 2)
