"""What runs beside the calls: webhooks, outcomes that follow later, and forgetting old keys."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from deploy.stand_ins.stripe import bank_debits, confirmations, later, payment_methods, refunds
from deploy.stand_ins.stripe.idempotency import Keys
from deploy.stand_ins.stripe.webhooks import Webhooks
from deploy.stand_ins.stripe.work import Work

LOOK_EVERY = 0.1
PRUNE_EVERY = 600


class Outcomes:
    """Lets happen what was planned for later."""

    def __init__(self, begin: Callable[[], Work], webhooks: Webhooks) -> None:
        self._begin = begin
        self._webhooks = webhooks

    def happen(self, object_id: str | None = None) -> int:
        """Everything that is due, or whatever waits for one object; answers how many."""
        work = self._begin()
        with work.store.transaction():
            due = later.take_due(work, object_id)
            for what, found in due:
                if what == later.SETTLE_DEBIT:
                    settle_debit(work, found)
                else:
                    refunds.settle(work, work.store.get("refund", found))
        self._webhooks.publish(work.published)
        return len(due)

    async def run(self) -> None:
        while True:
            self.happen()
            await asyncio.sleep(LOOK_EVERY)


def settle_debit(work: Work, intent_id: str, succeeds: bool | None = None) -> None:
    """The bank answers as its test account says, or as told."""
    intent = work.store.get("payment_intent", intent_id)
    if intent["status"] != "processing":
        return
    if succeeds is None:
        behind = payment_methods.behind(work.store, intent["payment_method"])
        succeeds = isinstance(behind, bank_debits.Debit) and behind.outcome == "succeeds"
    confirmations.settle_debit(work, intent, succeeds)


@asynccontextmanager
async def running(webhooks: Webhooks, outcomes: Outcomes, keys: Keys) -> AsyncIterator[None]:
    """Run all of it for as long as the application lives."""

    async def prune() -> None:
        while True:
            keys.prune(time.time())
            await asyncio.sleep(PRUNE_EVERY)

    tasks = [asyncio.create_task(work) for work in (webhooks.run(), outcomes.run(), prune())]
    for task in tasks:
        task.add_done_callback(_end_with)
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _end_with(task: "asyncio.Task[None]") -> None:
    """A part that fails ends the process: half a stand-in would lie."""
    if not task.cancelled() and task.exception() is not None:
        asyncio.get_running_loop().call_exception_handler(
            {"message": "a part of the stand-in failed", "exception": task.exception()}
        )
        raise SystemExit(1)
