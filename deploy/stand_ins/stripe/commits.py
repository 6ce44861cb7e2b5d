"""Group commit: what arrives while the loop is busy is written in one transaction, each part undone alone."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from deploy.stand_ins.stripe.store import Store

Result = TypeVar("Result")


class Commits:
    def __init__(self, store: Store) -> None:
        self.store = store
        self._waiting: list[tuple[Callable[[], Any], asyncio.Future[Any]]] = []

    async def within(self, act: Callable[[], Result]) -> Result:
        """The result of `act`, once it is committed; what it raises undoes its own writes only."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()
        if not self._waiting:
            loop.call_soon(self._commit)
        self._waiting.append((act, future))
        return await future

    def _commit(self) -> None:
        waiting, self._waiting = self._waiting, []
        try:
            with self.store.transaction():
                outcomes = [self._outcome(act) for act, _ in waiting]
        except Exception as failure:  # noqa: BLE001  whoever waits for the commit is told
            outcomes = [(None, failure)] * len(waiting)
        for (_, future), (result, error) in zip(waiting, outcomes, strict=True):
            if future.done():
                continue
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(result)

    def _outcome(self, act: Callable[[], object]) -> tuple[object, Exception | None]:
        try:
            with self.store.undone_on_error():
                return act(), None
        except Exception as error:  # noqa: BLE001  raised again where the act was asked for
            return None, error
