"""While others want the processors mails go slowly, and those that somebody waits for at once."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio

from notification_service.deliveries import pace as pacing
from notification_service.deliveries import service as deliveries
from notification_service.deliveries.pace import Pace
from notification_service.tests.facts import address_of, bought
from notification_service.tests.sink import Sink
from shared.messages.auth import PasswordResetRequested
from shared.runtime import Runtime
from shared.testing.accounts import Person

Tell = Callable[..., Awaitable[None]]
Rows = Callable[..., Awaitable[list[Any]]]
People = Callable[..., Person]


@pytest_asyncio.fixture(autouse=True)
async def _nothing_else_is_due(runtime: Runtime[Any]) -> None:
    await deliveries.send_due(runtime)


@pytest.fixture(autouse=True)
def _short_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliveries, "RUN_SECONDS", 0.5)
    monkeypatch.setattr(deliveries, "LOOKS_AGAIN_SECONDS", 0.02)
    monkeypatch.setattr(pacing, "SECONDS_BETWEEN", 3_600.0)


async def test_in_a_rush_one_is_sent_and_the_others_when_it_is_over(
    runtime: Runtime[Any], person: People, tell: Tell, sink: Sink
):
    people = [person() for _ in range(5)]
    for one in people:
        await tell(*bought(one.account_id))
    used = 0.9

    def sent() -> int:
        return sum(len(sink.mails(address_of(one.account_id))) for one in people)

    pace = Pace(lambda: used)
    await deliveries.send_due(runtime, pace=pace)
    assert sent() == 1
    used = 0.3
    await deliveries.send_due(runtime, pace=pace)
    assert sent() == 5


async def test_a_rush_that_ends_lets_the_run_go_on(
    runtime: Runtime[Any], person: People, tell: Tell, sink: Sink, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(deliveries, "RUN_SECONDS", 30.0)
    people = [person() for _ in range(5)]
    for one in people:
        await tell(*bought(one.account_id))
    looks = iter([0.9] * 20)
    await deliveries.send_due(runtime, pace=Pace(lambda: next(looks, 0.1)))
    assert [len(sink.mails(address_of(one.account_id))) for one in people] == [1] * 5


async def test_a_rush_that_lasts_lets_one_through_now_and_then(
    runtime: Runtime[Any], person: People, tell: Tell, sink: Sink, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(deliveries, "RUN_SECONDS", 30.0)
    monkeypatch.setattr(pacing, "SECONDS_BETWEEN", 0.05)
    people = [person() for _ in range(5)]
    for one in people:
        await tell(*bought(one.account_id))
    await deliveries.send_due(runtime, pace=Pace(lambda: 0.9))
    assert [len(sink.mails(address_of(one.account_id))) for one in people] == [1] * 5


async def test_a_link_that_somebody_waits_for_is_sent_in_a_rush(
    runtime: Runtime[Any], person: People, tell: Tell, sink: Sink
):
    ada = person()
    await tell(*bought(ada.account_id))
    pace = Pace(lambda: 0.9)
    await deliveries.send_due(runtime, pace=pace)
    before = len(sink.mails(address_of(ada.account_id)))
    await tell(*(PasswordResetRequested(account_id=ada.account_id) for _ in range(2)))
    await deliveries.send_due(runtime, pace=pace)
    assert len(sink.mails(address_of(ada.account_id))) == before + 2
