"""So many run, so many wait in turn, and all others are told at once."""

import asyncio

import pytest

from gateway.bulkhead import Bulkhead, Full


def soon() -> float:
    return asyncio.get_running_loop().time() + 5


async def test_no_more_run_than_there_are_places():
    bulkhead = Bulkhead(in_flight=3, waiting=100)
    running = most = 0

    async def work() -> None:
        nonlocal running, most
        await bulkhead.enter(soon())
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1
        bulkhead.leave()

    await asyncio.gather(*(work() for _ in range(50)))
    assert (most, bulkhead.running, bulkhead.waiting) == (3, 0, 0)


async def test_who_waits_is_served_in_turn():
    bulkhead = Bulkhead(in_flight=1, waiting=10)
    await bulkhead.enter(soon())
    served: list[int] = []

    async def work(number: int) -> None:
        await bulkhead.enter(soon())
        served.append(number)
        bulkhead.leave()

    waiting = [asyncio.create_task(work(number)) for number in range(10)]
    await asyncio.sleep(0)
    bulkhead.leave()
    await asyncio.gather(*waiting)
    assert served == list(range(10))


async def test_one_too_many_is_told_at_once():
    bulkhead = Bulkhead(in_flight=1, waiting=1)
    await bulkhead.enter(soon())
    second = asyncio.create_task(bulkhead.enter(soon()))
    await asyncio.sleep(0)
    with pytest.raises(Full):
        await bulkhead.enter(soon())
    bulkhead.leave()
    await second
    assert bulkhead.running == 1


async def test_who_waited_too_long_leaves_and_takes_no_place_with_it():
    bulkhead = Bulkhead(in_flight=1, waiting=10)
    await bulkhead.enter(soon())
    with pytest.raises(Full):
        await bulkhead.enter(asyncio.get_running_loop().time() + 0.01)
    bulkhead.leave()
    await bulkhead.enter(soon())
    assert (bulkhead.running, bulkhead.waiting) == (1, 0)
