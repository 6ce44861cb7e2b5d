"""What the seed does while the system is too busy for it."""

from collections.abc import Callable

import httpx
import pytest

from deploy.people import Refused
from deploy.seed.patience import until_done


def refused(status: int) -> Refused:
    return Refused(httpx.Response(status, request=httpx.Request("POST", "http://localhost/api/v1/auth/login")))


def failing(*errors: Exception) -> tuple[Callable[[], None], list[Exception]]:
    """An attempt that raises these, one after the other, and then succeeds; and those that are still to come."""
    left = list(errors)

    def attempt() -> None:
        if left:
            raise left.pop(0)

    return attempt, left


def test_it_is_begun_again_until_the_system_has_time():
    attempt, left = failing(refused(504), httpx.ReadTimeout("late"), TimeoutError("no mail"), refused(503))
    until_done(attempt, seconds=60, pause=0)
    assert left == []


def test_what_no_waiting_mends_ends_it_at_once():
    attempt, left = failing(refused(403), refused(503))
    with pytest.raises(Refused, match="403"):
        until_done(attempt, seconds=60, pause=0)
    assert len(left) == 1


def test_patience_has_an_end():
    attempt, left = failing(refused(503), refused(503))
    with pytest.raises(Refused, match="503"):
        until_done(attempt, seconds=-1, pause=0)
    assert len(left) == 1
