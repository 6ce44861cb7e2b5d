"""Requests that concern one thing and arrive while a transaction about it is running are decided together in the next one.

A busy row is then locked, written and committed once for many instead of once for each. Nobody waits for company: whoever
comes alone is decided alone. Only so many groups run at once; what waits for its turn grows meanwhile.
"""

import asyncio
import math
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from shared.errors import DomainError, Unavailable

MOST_TOGETHER = 64
MOST_WAITING = 2_000
# Half of a process's connections: where many things are busy at once, their groups are larger for it, and cheaper.
MOST_AT_ONCE = 4

W = TypeVar("W")
A = TypeVar("A")


@dataclass(frozen=True)
class Waiting(Generic[W, A]):
    """A wish, who asked for it (request id and trace), and the answer that it waits for."""

    wish: W
    context: Context
    answer: asyncio.Future[A]


@dataclass
class Gathering(Generic[W, A]):
    """`decide` gets wishes in the order in which they came and answers each (with an exception for one who is refused), or
    raises and has done nothing.

    When it raises for several, each is decided by itself: one wish cannot harm the others. Unavailable is everybody's
    answer at once: what is away for one is away for all.

    A group is about one thing, and groups that run at once are never about the same one. When it `mixes`, a group is about
    all that is waited for, what the wishes are about shares its places alike, and one group runs at a time.
    """

    decide: Callable[[Sequence[W], Sequence[Context]], Awaitable[Sequence[A | Exception]]]
    mixes: bool = False
    most_together: int = MOST_TOGETHER
    most_waiting: int = MOST_WAITING
    most_at_once: int = MOST_AT_ONCE
    # By what they are about, the longest waiting first.
    _queues: dict[str, deque[Waiting[W, A]]] = field(default_factory=dict, init=False)
    _decided_now: set[str] = field(default_factory=set, init=False)
    _turns: set[asyncio.Task[None]] = field(default_factory=set, init=False)
    _running: int = field(default=0, init=False)
    _waiting: int = field(default=0, init=False)

    async def ask(self, about: str, wish: W) -> A:
        """The answer to a wish about the thing. Raises what `decide` raises for it, or Unavailable when too many wait."""
        if self._waiting >= self.most_waiting:
            raise Unavailable(retry_after=1)
        waiting: Waiting[W, A] = Waiting(wish, copy_context(), asyncio.get_running_loop().create_future())
        self._waiting += 1
        self._queues.setdefault(about, deque()).append(waiting)
        self._begin_turns()
        return await waiting.answer

    def is_asked(self, about: str) -> bool:
        """Whether somebody waits for an answer about the thing."""
        return about in self._queues or about in self._decided_now

    def _begin_turns(self) -> None:
        while self._running < (1 if self.mixes else self.most_at_once):
            free = [about for about in self._queues if about not in self._decided_now]
            if not free:
                return
            things = free[: self.most_together if self.mixes else 1]
            self._decided_now.update(things)
            self._running += 1
            turn = asyncio.create_task(self._take_turn(things), name=f"deciding about {things[0]}")
            self._turns.add(turn)
            turn.add_done_callback(self._turns.discard)

    async def _take_turn(self, things: Sequence[str]) -> None:
        try:
            await self._decide(self._take(things))
        finally:
            self._running -= 1
            self._decided_now.difference_update(things)
            self._begin_turns()

    def _take(self, things: Sequence[str]) -> list[Waiting[W, A]]:
        """Each thing's share of a group. What is left of it waits behind the others."""
        group: list[Waiting[W, A]] = []
        for place, about in enumerate(things):
            queue = self._queues.pop(about)
            share = math.ceil((self.most_together - len(group)) / (len(things) - place))
            group += [queue.popleft() for _ in range(min(len(queue), share))]
            if queue:
                self._queues[about] = queue
        self._waiting -= len(group)
        return group

    async def _decide(self, group: Sequence[Waiting[W, A]]) -> None:
        try:
            answers = await self.decide([one.wish for one in group], [one.context for one in group])
        except Exception as error:  # noqa: BLE001  it belongs to whoever asked
            if len(group) == 1 or isinstance(error, Unavailable):
                for one in group:
                    _end(one, error)
                return
            for one in group:
                await self._decide([one])
        else:
            for one, answer in zip(group, answers, strict=True):
                _end(one, answer)


def _end(one: Waiting[W, A], outcome: A | Exception) -> None:
    """Whoever has hung up meanwhile hears nothing; what was decided stands."""
    if one.answer.done():
        return
    if isinstance(outcome, Exception):
        one.answer.set_exception(outcome)
    else:
        one.answer.set_result(outcome)


def reading(read: Callable[[str], Awaitable[A]]) -> Gathering[str, A]:
    """For what many look at: `ask(key, key)`. Who asks while it is read gets what the next reading finds.

    So nobody is shown a state from before they asked, and however many ask, two readings at a time are enough.
    """

    async def decide(keys: Sequence[str], _contexts: Sequence[Context]) -> Sequence[A | Exception]:
        try:
            found: A | Exception = await read(keys[0])
        except DomainError as error:
            found = error
        return [found] * len(keys)

    return Gathering(decide, most_together=MOST_WAITING)
