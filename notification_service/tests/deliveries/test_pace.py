"""While others want the processors mails go slowly, and those that somebody waits for at once."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio

from notification_service.deliveries import pace as pacing
from notification_service.deliveries import service as deliveries
from notification_service.deliveries.pace import Pace
from notification_service.tests.facts import address_of, bought, registered
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
def _one_for_a_long_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliveries, "LOOKS_AGAIN_SECONDS", 0.02)
    monkeypatch.setattr(deliveries, "RUN_SECONDS", 30.0)
    monkeypatch.setattr(pacing, "SECONDS_BETWEEN", 3_600.0)


@pytest_asyncio.fixture
async def buyers(person: People, tell: Tell) -> list[Person]:
    """Whose orders are to be confirmed."""
    people = [person() for _ in range(5)]
    for one in people:
        await tell(*bought(one.account_id))
    return people


def sent(sink: Sink, people: list[Person]) -> int:
    return sum(len(sink.mails(address_of(one.account_id))) for one in people)


async def test_in_a_rush_one_is_sent_and_the_others_when_it_is_over(
    runtime: Runtime[Any], buyers: list[Person], sink: Sink, monkeypatch: pytest.MonkeyPatch
):
    used = 0.9
    pace = Pace(lambda: used)
    with monkeypatch.context() as shorter:
        shorter.setattr(deliveries, "RUN_SECONDS", 0.5)
        await deliveries.send_due(runtime, pace=pace)
    assert sent(sink, buyers) == 1
    used = 0.3
    await deliveries.send_due(runtime, pace=pace)
    assert sent(sink, buyers) == 5


async def test_when_a_rush_ends_the_run_goes_on(runtime: Runtime[Any], buyers: list[Person], sink: Sink):
    looks = iter([0.9] * 20)
    await deliveries.send_due(runtime, pace=Pace(lambda: next(looks, 0.1)))
    assert sent(sink, buyers) == 5


async def test_a_rush_that_lasts_lets_one_through_now_and_then(
    runtime: Runtime[Any], buyers: list[Person], sink: Sink, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(pacing, "SECONDS_BETWEEN", 0.05)
    await deliveries.send_due(runtime, pace=Pace(lambda: 0.9))
    assert sent(sink, buyers) == 5


async def test_a_link_that_somebody_waits_for_is_sent_in_a_rush(
    runtime: Runtime[Any], person: People, tell: Tell, buyers: list[Person], sink: Sink
):
    """The rush lasts until both links have come; the confirmations, due before them, come afterwards."""
    ada = person()
    address = address_of(ada.account_id)
    await tell(registered(ada.account_id), PasswordResetRequested(account_id=ada.account_id))
    confirmed = []

    def others() -> float:
        if len(sink.mails(address)) == 2:
            return 0.1
        confirmed.append(sent(sink, buyers))
        return 0.9

    pace = Pace(others)
    assert pace.allows_one()
    await deliveries.send_due(runtime, pace=pace)
    assert set(confirmed) == {0}
    assert sent(sink, buyers) == 5
