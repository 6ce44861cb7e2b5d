"""What a task has begun is at its end when its time is up; otherwise it would run on beside the next."""

import asyncio
import os
import signal
import threading
from collections.abc import Iterator
from types import FrameType

import pytest

from shared.workers.task_loop import TaskLoop


class TimeIsUp(Exception):
    pass


@pytest.fixture
def loop() -> Iterator[TaskLoop]:
    loop = TaskLoop()
    yield loop
    loop.stop()


@pytest.fixture(autouse=True)
def interrupted() -> Iterator[threading.Event]:
    """Interrupts as a worker's limit does, by a signal whose handler raises. The event: it has."""
    interrupted = threading.Event()

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        if not interrupted.is_set():
            interrupted.set()
            raise TimeIsUp

    before = signal.signal(signal.SIGUSR1, interrupt)
    yield interrupted
    signal.signal(signal.SIGUSR1, before)


def interrupt_after(begun: threading.Event, interrupted: threading.Event) -> None:
    def wait_and_kill() -> None:
        begun.wait()
        while not interrupted.is_set():
            # Again: one that comes just before the thread falls asleep is noticed when something else wakes it.
            os.kill(os.getpid(), signal.SIGUSR1)
            interrupted.wait(0.05)

    threading.Thread(target=wait_and_kill, daemon=True).start()


def test_work_returns_its_result_and_raises_its_error(loop: TaskLoop):
    async def fail() -> None:
        raise ValueError

    async def answer() -> int:
        return 42

    with pytest.raises(ValueError):  # noqa: PT011  it is raised bare
        loop.run(fail())
    assert loop.run(answer()) == 42


def test_interrupted_work_is_canceled_and_at_its_end(loop: TaskLoop, interrupted: threading.Event):
    begun, steps = threading.Event(), []

    async def work() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            steps.append("undone")

    interrupt_after(begun, interrupted)
    with pytest.raises(TimeIsUp):
        loop.run(work())
    assert steps == ["undone"]


def test_work_that_holds_up_the_loop_is_waited_for(loop: TaskLoop, interrupted: threading.Event):
    """A child whose loop hangs must not come back for more: the hard limit ends it."""
    begun, steps = threading.Event(), []

    async def work() -> None:
        begun.set()
        interrupted.wait()
        steps.append("held up")

    interrupt_after(begun, interrupted)
    with pytest.raises(TimeIsUp):
        loop.run(work())
    assert steps == ["held up"]
