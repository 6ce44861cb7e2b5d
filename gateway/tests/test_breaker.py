"""A breaker opens at too many failures, lets one trial through every two seconds, and closes when one succeeds."""

import pytest

from gateway.breaker import IN_A_ROW, RECENT, TRIAL_SECONDS, Breaker


@pytest.fixture
def breaker() -> Breaker:
    return Breaker()


def opened(breaker: Breaker, now: float = 0.0) -> Breaker:
    for _ in range(IN_A_ROW):
        breaker.fail(now)
    return breaker


def test_five_failures_in_a_row_open_it(breaker: Breaker):
    for _ in range(IN_A_ROW - 1):
        breaker.fail(0.0)
        assert breaker.allows(0.0)
    breaker.fail(0.0)
    assert breaker.is_open
    assert not breaker.allows(0.0)


def test_control_a_success_in_between_keeps_it_closed(breaker: Breaker):
    for number in range(10 * IN_A_ROW):
        for _ in range(IN_A_ROW - 1):
            breaker.fail(number * 20.0)
        breaker.succeed(number * 20.0)
    assert not breaker.is_open


def test_half_of_twenty_within_ten_seconds_open_it(breaker: Breaker):
    for number in range(RECENT):
        assert not breaker.is_open
        breaker.succeed(number / 10) if number % 2 == 0 else breaker.fail(number / 10)
    assert breaker.is_open


def test_control_the_same_failures_over_a_longer_time_do_not(breaker: Breaker):
    for number in range(5 * RECENT):
        breaker.succeed(number * 1.0) if number % 2 == 0 else breaker.fail(number * 1.0)
    assert not breaker.is_open


def test_an_open_one_allows_one_trial_every_two_seconds(breaker: Breaker):
    opened(breaker)
    assert not breaker.allows(TRIAL_SECONDS - 0.01)
    assert breaker.allows(TRIAL_SECONDS)
    breaker.begin(TRIAL_SECONDS)
    assert not breaker.allows(TRIAL_SECONDS)
    assert breaker.allows(2 * TRIAL_SECONDS)


def test_a_trial_that_succeeds_closes_it_and_one_that_fails_does_not(breaker: Breaker):
    opened(breaker)
    breaker.begin(TRIAL_SECONDS)
    breaker.fail(TRIAL_SECONDS)
    assert breaker.is_open
    breaker.begin(2 * TRIAL_SECONDS)
    breaker.succeed(2 * TRIAL_SECONDS)
    assert not breaker.is_open
    assert breaker.allows(2 * TRIAL_SECONDS)
    breaker.fail(2 * TRIAL_SECONDS)
    assert not breaker.is_open, "what was before the success is forgotten"
