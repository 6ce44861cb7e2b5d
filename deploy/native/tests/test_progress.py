"""Whoever waits is told what for, and since when."""

import io
import re
import time

import pytest

from deploy.native.progress import Progress, Quiet


def test_a_step_that_takes_long_says_again_and_again_what_is_not_there_yet():
    said = io.StringIO()
    with Progress(said, patience=0.05).step("databases are migrated"):
        time.sleep(0.5)
    *waiting, last = said.getvalue().splitlines()
    assert len(waiting) >= 2
    assert all(re.fullmatch(r"\[ +\d\.\d s\] not yet: databases are migrated", line) for line in waiting)
    assert re.fullmatch(r"\[ +\d\.\d s\] databases are migrated \(\d\.\d s\)", last)


def test_control_a_step_that_is_quick_speaks_once():
    said = io.StringIO()
    with Progress(said).step("databases are migrated"):
        time.sleep(0.5)
    assert len(said.getvalue().splitlines()) == 1


def test_a_step_that_has_failed_says_no_more():
    said = io.StringIO()
    with pytest.raises(ZeroDivisionError), Progress(said, patience=0.05).step("databases are migrated"):
        raise ZeroDivisionError
    time.sleep(0.2)
    assert re.fullmatch(r"\[.* s\] databases are migrated: failed after 0\.\d s\n", said.getvalue())


def test_a_quiet_one_says_nothing_however_long_it_takes():
    said = io.StringIO()
    with Quiet(said, patience=0.05).step("databases are migrated"):
        time.sleep(0.2)
    assert said.getvalue() == ""


def test_the_time_that_was_spent_before_counts():
    said = io.StringIO()
    progress = Progress(said, spent=54)
    progress.say("begun")
    assert said.getvalue().startswith("[  54.")
    assert 54 <= progress.seconds < 60
