"""An event loop in a thread of its own, in which a pool child runs its tasks."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

import uvloop

T = TypeVar("T")


class TaskLoop:
    def __init__(self) -> None:
        self._loop = uvloop.new_event_loop()
        threading.Thread(target=self._run_forever, name="tasks", daemon=True).start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """What the work returns. When the waiting is interrupted, the work is canceled and its end waited for.

        So nothing of a task runs on when its time is up; work that cannot be canceled leaves the child to the hard limit.
        """
        may_begin, has_ended = asyncio.Event(), threading.Event()

        async def ending() -> T:
            try:
                await may_begin.wait()
                return await work
            finally:
                work.close()
                has_ended.set()

        running = asyncio.run_coroutine_threadsafe(ending(), self._loop)
        try:
            # Only now: an interruption before would leave it running with nobody to cancel it.
            self._loop.call_soon_threadsafe(may_begin.set)
            return running.result()
        finally:
            running.cancel()
            has_ended.wait()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _run_forever(self) -> None:
        self._loop.run_forever()
        self._loop.close()
