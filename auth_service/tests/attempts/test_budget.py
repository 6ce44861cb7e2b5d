import itertools
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from auth_service.attempts.errors import TooManyAttempts
from auth_service.attempts.models import AttemptWindow, Budget
from auth_service.attempts.service import PASSWORDS, forget, give_back, key, spend
from shared.ids import new_id
from shared.persistence import clock
from shared.persistence.database import Database

START = datetime(2027, 1, 1, tzinfo=UTC)


def hammer(budget: Budget, span: timedelta, every: timedelta) -> list[datetime]:
    """When somebody who tries again and again is let through."""
    window = AttemptWindow(key="k", moments=[], forget_at=START)
    let_through, moment = [], START
    while moment < START + span:
        if window.wait(budget, moment) <= timedelta():
            window.add(budget, moment)
            let_through.append(moment)
        moment += every
    return let_through


def most_within(moments: list[datetime], span: timedelta) -> int:
    return max(sum(start <= moment < start + span for moment in moments) for start in moments)


def test_in_no_quarter_of_an_hour_more_than_ten_passwords_are_tried():
    tried = hammer(PASSWORDS, timedelta(hours=3), timedelta(seconds=1))
    assert most_within(tried, timedelta(minutes=15)) == 10


def test_control_a_counter_that_starts_anew_each_quarter_lets_twice_as_many_through_around_its_border():
    limit, quarter = 10, timedelta(minutes=15)
    tried = [START + quarter - timedelta(seconds=second) for second in range(1, limit + 1)]
    tried += [START + quarter + timedelta(seconds=second) for second in range(limit)]
    assert most_within(tried, quarter) == 20


def test_the_pauses_grow():
    tried = hammer(PASSWORDS, timedelta(minutes=5), timedelta(milliseconds=500))
    pauses = [(later - earlier).total_seconds() for earlier, later in itertools.pairwise(tried)]
    assert pauses == [0.5] * 4 + [1, 2, 4, 8, 16]


def test_trying_too_early_does_not_prolong_the_wait():
    patient = hammer(PASSWORDS, timedelta(hours=1), timedelta(minutes=1))
    assert len(patient) > 30


@pytest.fixture
def window_key() -> str:
    return key("test", new_id("w"))


async def spend_at(database: Database, after: timedelta, budgets: Mapping[str, Budget]) -> datetime:
    async with database.transaction() as session:
        clock.set_now(session, START + after)
        return await spend(session, budgets)


async def attempt(database: Database, window_key: str, after: timedelta, budget: Budget = PASSWORDS) -> datetime:
    return await spend_at(database, after, {window_key: budget})


async def test_a_refusal_says_for_how_long_to_wait(database: Database, window_key: str):
    for _ in range(PASSWORDS.free):
        await attempt(database, window_key, timedelta())
    with pytest.raises(TooManyAttempts) as refusal:
        await attempt(database, window_key, timedelta(milliseconds=100))
    assert refusal.value.retry_after == 1
    await attempt(database, window_key, timedelta(seconds=1))


async def test_what_one_budget_refuses_no_other_pays_for(database: Database, window_key: str):
    single = Budget(most=1, within=timedelta(minutes=1), free=1)
    other = key("test", new_id("w"))
    await attempt(database, window_key, timedelta(), single)
    with pytest.raises(TooManyAttempts):
        await spend_at(database, timedelta(), {window_key: single, other: single})
    await attempt(database, other, timedelta(), single)


async def test_a_good_attempt_is_given_back(database: Database, window_key: str):
    for number in range(20):
        moment = await attempt(database, window_key, timedelta(milliseconds=number))
        async with database.transaction() as session:
            await give_back(session, window_key, moment)


async def test_forgotten_windows_start_anew(database: Database, window_key: str):
    single = Budget(most=1, within=timedelta(minutes=1), free=1)
    await attempt(database, window_key, timedelta(), single)
    async with database.transaction() as session:
        await forget(session, window_key)
    await attempt(database, window_key, timedelta(), single)


async def test_a_window_is_kept_as_long_as_anything_in_it_counts(database: Database, window_key: str):
    await attempt(database, window_key, timedelta())
    async with database.transaction() as session:
        assert (await session.get_one(AttemptWindow, window_key)).forget_at == START + PASSWORDS.within
