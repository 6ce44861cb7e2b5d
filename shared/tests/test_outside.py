"""Only one of a worker's children waits for somebody outside."""

import multiprocessing
import os
import signal
from collections.abc import Iterator

import pytest

from shared.workers.outside import Outside

_fork = multiprocessing.get_context("fork")


@pytest.fixture
def outside() -> Iterator[Outside]:
    made = Outside()
    yield made
    os.close(made._file)


def _is_alone(outside: Outside) -> bool:
    """As another child sees it."""
    answer = _fork.SimpleQueue()

    def look() -> None:
        with outside.alone() as is_alone:
            answer.put(is_alone)

    child = _fork.Process(target=look)
    child.start()
    child.join()
    return bool(answer.get())


def test_while_one_child_waits_no_other_does(outside: Outside):
    with outside.alone() as is_alone:
        assert is_alone
        assert not _is_alone(outside)
    assert _is_alone(outside)


def test_a_child_that_is_killed_gives_it_back(outside: Outside):
    begun = _fork.Event()

    def hang() -> None:
        with outside.alone():
            begun.set()
            signal.pause()

    child = _fork.Process(target=hang)
    child.start()
    assert begun.wait(10)
    assert not _is_alone(outside)
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    assert _is_alone(outside)
