"""A mail goes out once, whoever sends; a worker that dies or dawdles costs one copy at most, with the same Message-ID."""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from notification_service.deliveries import service as deliveries
from notification_service.notifications.models import Notification
from notification_service.notifications.service import get
from notification_service.tests.facts import address_of, registered
from notification_service.tests.sink import Sink
from shared.runtime import Runtime
from shared.testing.accounts import Person

Tell = Callable[..., Awaitable[None]]
Rows = Callable[..., Awaitable[list[Notification]]]
People = Callable[..., Person]
Later = Callable[[str], Awaitable[None]]


@pytest_asyncio.fixture(autouse=True)
async def _nothing_else_is_due(runtime: Runtime[Any]) -> None:
    await deliveries.send_due(runtime)


async def state_of(runtime: Runtime[Any], rows: Rows, account_id: str) -> tuple[str, list[str | None]]:
    """The notification's state and how its attempts ended."""
    (row,) = await rows(account_id)
    async with runtime.database.transaction() as session:
        notification = await get(session, row.id)
        return notification.state, [attempt.outcome for attempt in notification.history]


class Pause:
    """Holds the first mail to an address back at the mail server, until it is let go."""

    def __init__(self, sink: Sink, address: str) -> None:
        self._arrived, self._go_on = threading.Event(), threading.Event()
        self._is_first = True
        sink.before_answer(address, self._hold)

    def _hold(self) -> None:
        if self._is_first:
            self._is_first = False
            self._arrived.set()
            self._go_on.wait(15)

    async def arrived(self) -> None:
        assert await asyncio.to_thread(self._arrived.wait, 15)

    def let_go(self) -> None:
        self._go_on.set()


async def test_a_worker_killed_after_the_server_has_the_mail_costs_one_copy_with_the_same_message_id(
    runtime: Runtime[Any], person: People, tell: Tell, rows: Rows, sink: Sink, let_time_pass: Later
):
    ada = person().account_id
    await tell(registered(ada))
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "notification_service.tests.concurrency.run_once"
    )
    kills: list[int] = []

    def kill() -> None:
        if not kills:
            kills.append(worker.pid)
            os.kill(worker.pid, signal.SIGKILL)

    sink.before_answer(address_of(ada), kill)
    assert await asyncio.wait_for(worker.wait(), 30) == -signal.SIGKILL
    assert await state_of(runtime, rows, ada) == ("waiting", [None])

    await deliveries.send_due(runtime)
    assert len(sink.mails(address_of(ada))) == 1, "its lease has not run out yet"
    await let_time_pass(ada)
    await deliveries.send_due(runtime)
    await let_time_pass(ada)
    await deliveries.send_due(runtime)

    first, second = sink.mails(address_of(ada))
    assert first["Message-ID"] == second["Message-ID"]
    assert await state_of(runtime, rows, ada) == ("sent", [None, "sent"])


async def test_a_run_that_is_told_to_stop_finishes_what_it_is_sending(
    runtime: Runtime[Any], person: People, tell: Tell, rows: Rows, sink: Sink
):
    ada, ben = person().account_id, person().account_id
    pauses = [Pause(sink, address_of(one)) for one in (ada, ben)]
    await tell(registered(ada), registered(ben))
    run = asyncio.create_task(deliveries.send_due(runtime))
    for pause in pauses:
        await pause.arrived()
    run.cancel()
    for pause in pauses:
        pause.let_go()
    with pytest.raises(asyncio.CancelledError):
        await run
    for one in (ada, ben):
        assert await state_of(runtime, rows, one) == ("sent", ["sent"])


@pytest.mark.parametrize("lease", [deliveries.LEASE, timedelta(0)], ids=["leased", "control"])
async def test_what_one_worker_is_sending_no_other_sends(
    runtime: Runtime[Any], person: People, tell: Tell, sink: Sink, lease: timedelta
):
    """The control: a lease that has run out before the mail is sent lets both send."""
    ada = person().account_id
    pause = Pause(sink, address_of(ada))
    await tell(registered(ada))
    slow = asyncio.create_task(deliveries.send_due(runtime, lease=lease))
    await pause.arrived()
    await deliveries.send_due(runtime)
    pause.let_go()
    await slow
    assert (len(sink.mails(address_of(ada))) == 1) is (lease > timedelta(0))


@pytest.mark.parametrize("is_overtaken", [True, False], ids=["overtaken", "control"])
async def test_a_worker_whose_lease_has_passed_to_another_records_nothing(
    runtime: Runtime[Any],
    person: People,
    tell: Tell,
    rows: Rows,
    sink: Sink,
    let_time_pass: Later,
    is_overtaken: bool,
):
    """The control: the same dawdling worker, whom nobody has overtaken, records what it did."""
    ada = person().account_id
    pause = Pause(sink, address_of(ada))
    await tell(registered(ada))
    slow = asyncio.create_task(deliveries.send_due(runtime))
    await pause.arrived()
    await let_time_pass(ada)
    if is_overtaken:
        sink.answer(address_of(ada), "550 not any more")
        await deliveries.send_due(runtime)
    pause.let_go()
    await slow
    expected = ("dead", ["sent", "refused"]) if is_overtaken else ("sent", ["sent"])
    assert await state_of(runtime, rows, ada) == expected


async def test_many_workers_send_each_of_many_mails_once(
    runtime: Runtime[Any], person: People, tell: Tell, rows: Rows, sink: Sink
):
    people = [person().account_id for _ in range(30)]
    await tell(*map(registered, people))
    await asyncio.gather(*(deliveries.send_due(runtime) for _ in range(2)))
    assert [len(sink.mails(address_of(account_id))) for account_id in people] == [1] * 30
    assert {(await rows(account_id))[0].state for account_id in people} == {"sent"}
