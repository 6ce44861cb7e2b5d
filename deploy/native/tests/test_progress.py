"""Whoever waits is told what for, and since when."""

import io
import re
import threading

import pytest

from deploy.native.progress import Progress, Quiet
from deploy.native.readiness import wait_for

PATIENCE = 0.05


def has_spoken_twice(said: io.StringIO) -> None:
    wait_for("two lines", lambda: said.getvalue().count("\n") >= 2, 20)


def test_a_step_that_takes_long_says_again_and_again_what_is_not_there_yet():
    said = io.StringIO()
    with Progress(said, patience=PATIENCE).step("databases are migrated"):
        has_spoken_twice(said)
    *waiting, last = said.getvalue().splitlines()
    assert len(waiting) >= 2
    assert all(re.fullmatch(r"\[ +\d+\.\d s\] not yet: databases are migrated", line) for line in waiting)
    assert re.fullmatch(r"\[ +\d+\.\d s\] databases are migrated \(\d+\.\d s\)", last)


def test_control_a_step_that_is_quick_speaks_once():
    said, other = io.StringIO(), io.StringIO()
    with Progress(other, patience=PATIENCE).step("others wait"), Progress(said).step("databases are migrated"):
        has_spoken_twice(other)
    assert len(said.getvalue().splitlines()) == 1


def test_a_step_that_has_failed_says_no_more():
    said, before = io.StringIO(), threading.active_count()
    with pytest.raises(ZeroDivisionError), Progress(said).step("databases are migrated"):
        raise ZeroDivisionError
    assert threading.active_count() == before, "somebody goes on speaking"
    assert re.fullmatch(r"\[.* s\] databases are migrated: failed after \d+\.\d s\n", said.getvalue())


def test_a_quiet_one_says_nothing_however_long_it_takes():
    said, other = io.StringIO(), io.StringIO()
    with (
        Quiet(said, patience=PATIENCE).step("databases are migrated"),
        Progress(other, patience=PATIENCE).step("others wait"),
    ):
        has_spoken_twice(other)
    assert said.getvalue() == ""


def test_the_time_that_was_spent_before_counts():
    said = io.StringIO()
    progress = Progress(said, spent=54)
    progress.say("begun")
    assert said.getvalue().startswith("[  54.")
    assert 54 <= progress.seconds < 60
