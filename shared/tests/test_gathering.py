"""Deciding together: who comes while something is decided is decided in the next group, and nobody harms the others."""

import asyncio
from collections.abc import Sequence
from contextvars import Context, ContextVar

import pytest

from shared.deciding.gathering import Gathering, reading
from shared.errors import Conflict, Unavailable

asked_by: ContextVar[str] = ContextVar("asked_by", default="nobody")


class Bad(Conflict):
    detail = "No."


class Desk:
    """Decides numbers by doubling them, group by group, once its door is open; `bad` ones it cannot decide."""

    def __init__(self, *bad: int) -> None:
        self.groups: list[list[int]] = []
        self.begun = asyncio.Semaphore(0)
        self.open = asyncio.Event()
        self.bad = set(bad)
        self.error: Exception = Bad()

    async def decide(self, wishes: Sequence[int], _contexts: Sequence[Context]) -> Sequence[int]:
        self.groups.append(list(wishes))
        self.begun.release()
        await self.open.wait()
        if self.bad & set(wishes):
            raise self.error
        return [wish * 2 for wish in wishes]


async def _ask(gathering: Gathering[int, int], *wishes: int, about: str = "it") -> list[int | BaseException]:
    """Asks for all at once, in this order, and opens the door when all wait."""
    return await asyncio.gather(*(gathering.ask(about, wish) for wish in wishes), return_exceptions=True)


async def test_whoever_comes_while_one_is_decided_is_decided_with_the_others():
    desk = Desk()
    gathering = Gathering(desk.decide)
    first = asyncio.create_task(gathering.ask("it", 1))
    await desk.begun.acquire()
    others = asyncio.create_task(_ask(gathering, 2, 3, 4))
    await asyncio.sleep(0)
    desk.open.set()
    assert [await first, *await others] == [2, 4, 6, 8]
    assert desk.groups == [[1], [2, 3, 4]]


async def test_a_group_is_bounded():
    desk = Desk()
    desk.open.set()
    await _ask(Gathering(desk.decide, most_together=2), 1, 2, 3, 4, 5)
    assert desk.groups == [[1, 2], [3, 4], [5]]


async def test_different_things_do_not_wait_for_each_other():
    desk = Desk()
    gathering = Gathering(desk.decide)
    asked = [asyncio.create_task(gathering.ask(about, 1)) for about in ("this", "that")]
    await desk.begun.acquire()
    await desk.begun.acquire()
    desk.open.set()
    assert await asyncio.gather(*asked) == [2, 2]


async def test_so_many_things_are_decided_at_once_and_the_groups_of_others_grow_meanwhile():
    desk = Desk()
    gathering = Gathering(desk.decide, most_at_once=2)
    asked = [asyncio.create_task(gathering.ask(about, 1)) for about in ("this", "that", "other")]
    await desk.begun.acquire()
    await desk.begun.acquire()
    asked.append(asyncio.create_task(gathering.ask("other", 2)))
    await asyncio.sleep(0)
    desk.open.set()
    assert await asyncio.gather(*asked) == [2, 2, 2, 4]
    assert desk.groups == [[1], [1], [1, 2]]


async def test_groups_that_mix_give_each_thing_its_share_and_what_is_left_of_it_to_the_others():
    desk = Desk()
    gathering = Gathering(desk.decide, mixes=True, most_together=4)
    asked = [asyncio.create_task(gathering.ask("this", 1))]
    await desk.begun.acquire()
    asked += [asyncio.create_task(gathering.ask("this", wish)) for wish in (2, 3, 4, 5, 6)]
    asked += [asyncio.create_task(gathering.ask("that", wish)) for wish in (7, 8, 9)]
    asked.append(asyncio.create_task(gathering.ask("other", 10)))
    await asyncio.sleep(0)
    desk.open.set()
    await asyncio.gather(*asked)
    assert desk.groups == [[1], [2, 3, 7, 10], [4, 5, 8, 9], [6]]


async def test_groups_that_mix_run_one_after_the_other():
    desk = Desk()
    gathering = Gathering(desk.decide, mixes=True)
    asked = [asyncio.create_task(gathering.ask("this", 1))]
    await desk.begun.acquire()
    asked.append(asyncio.create_task(gathering.ask("this", 2)))
    asked.append(asyncio.create_task(gathering.ask("that", 3)))
    await asyncio.sleep(0)
    assert desk.groups == [[1]]
    assert gathering.is_asked("this")
    desk.open.set()
    await asyncio.gather(*asked)
    assert desk.groups == [[1], [2, 3]]
    assert not gathering.is_asked("this")


async def test_one_that_cannot_be_decided_does_not_harm_the_others():
    desk = Desk(2)
    desk.open.set()
    answers = await _ask(Gathering(desk.decide), 1, 2, 3)
    assert [type(answer) for answer in answers] == [int, Bad, int]
    assert desk.groups == [[1, 2, 3], [1], [2], [3]]


async def test_what_is_away_is_away_for_all_and_not_asked_again_for_each():
    desk = Desk(2)
    desk.open.set()
    desk.error = Unavailable(retry_after=1)
    answers = await _ask(Gathering(desk.decide), 1, 2, 3)
    assert [type(answer) for answer in answers] == [Unavailable] * 3
    assert desk.groups == [[1, 2, 3]]


async def test_after_an_error_the_next_are_decided_as_ever():
    desk = Desk(1)
    desk.open.set()
    gathering = Gathering(desk.decide)
    await _ask(gathering, 1)
    assert await _ask(gathering, 2) == [4]


async def test_who_hangs_up_changes_nothing_for_the_others():
    desk = Desk()
    gathering = Gathering(desk.decide)
    asked = [asyncio.create_task(gathering.ask("it", wish)) for wish in (1, 2, 3)]
    await desk.begun.acquire()
    asked[1].cancel()
    desk.open.set()
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(answer) for answer in answers] == [int, asyncio.CancelledError, int]


async def test_when_too_many_wait_the_next_are_turned_away():
    desk = Desk()
    gathering = Gathering(desk.decide, most_together=1, most_waiting=2)
    first = asyncio.create_task(gathering.ask("it", 1))
    await desk.begun.acquire()
    waiting = [asyncio.create_task(gathering.ask("it", wish)) for wish in (2, 3)]
    await asyncio.sleep(0)
    with pytest.raises(Unavailable):
        await gathering.ask("it", 4)
    desk.open.set()
    assert await asyncio.gather(first, *waiting) == [2, 4, 6]
    assert await gathering.ask("it", 5) == 10


async def test_each_wish_is_decided_in_the_context_of_whoever_asked():
    async def decide(wishes: Sequence[int], contexts: Sequence[Context]) -> Sequence[str]:
        return [context.run(asked_by.get) for context in contexts]

    gathering: Gathering[int, str] = Gathering(decide)

    async def ask(name: str) -> str:
        asked_by.set(name)
        return await gathering.ask("it", 1)

    assert list(await asyncio.gather(ask("Ada"), ask("Charles"))) == ["Ada", "Charles"]


async def test_who_looks_while_it_is_read_sees_what_the_next_reading_finds():
    readings, may_go_on = 0, asyncio.Semaphore(0)

    async def read(_key: str) -> int:
        nonlocal readings
        readings += 1
        found = readings
        await may_go_on.acquire()
        return found

    shown = reading(read)
    first = asyncio.create_task(shown.ask("it", "it"))
    await asyncio.sleep(0)
    later = [asyncio.create_task(shown.ask("it", "it")) for _ in range(100)]
    for _ in range(2):
        may_go_on.release()
    assert await first == 1
    assert set(await asyncio.gather(*later)) == {2}
    assert readings == 2


async def test_what_is_not_there_is_looked_for_once_for_all_who_ask():
    readings = 0

    async def read(_key: str) -> int:
        nonlocal readings
        readings += 1
        await asyncio.sleep(0)
        raise Bad

    shown = reading(read)
    outcomes = await asyncio.gather(*(shown.ask("it", "it") for _ in range(50)), return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {Bad}
    assert readings <= 2
