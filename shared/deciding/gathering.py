"""Requests that concern one thing and arrive while a transaction about it is running are decided together in the next one.

A busy row is then locked, written and committed once for many instead of once for each. Nobody waits for company: whoever
comes alone is decided alone. Only so many groups run at once; what waits for its turn grows meanwhile.
"""

import asyncio
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
    """

    decide: Callable[[Sequence[W], Sequence[Context]], Awaitable[Sequence[A | Exception]]]
    most_together: int = MOST_TOGETHER
    most_waiting: int = MOST_WAITING
    most_at_once: int = MOST_AT_ONCE
    _queues: dict[str, deque[Waiting[W, A]]] = field(default_factory=dict, init=False)
    _workers: set[asyncio.Task[None]] = field(default_factory=set, init=False)
    _waiting: int = field(default=0, init=False)
    _turns: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self._turns = asyncio.Semaphore(self.most_at_once)

    async def ask(self, about: str, wish: W) -> A:
        """The answer to a wish about the thing. Raises what `decide` raises for it, or Unavailable when too many wait."""
        if self._waiting >= self.most_waiting:
            raise Unavailable(retry_after=1)
        waiting: Waiting[W, A] = Waiting(wish, copy_context(), asyncio.get_running_loop().create_future())
        self._waiting += 1
        queue = self._queues.get(about)
        if queue is None:
            queue = self._queues[about] = deque()
            worker = asyncio.create_task(self._work(about, queue), name=f"gathering {about}")
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)
        queue.append(waiting)
        return await waiting.answer

    async def _work(self, about: str, queue: deque[Waiting[W, A]]) -> None:
        while queue:
            async with self._turns:
                group = [queue.popleft() for _ in range(min(len(queue), self.most_together))]
                self._waiting -= len(group)
                await self._decide(group)
        del self._queues[about]

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
