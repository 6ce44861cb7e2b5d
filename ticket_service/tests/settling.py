"""A worker's process without a broker: does what is due with money until it is killed or nothing is left.

It is forked from a server that has imported everything, so that each costs milliseconds.
"""

import asyncio
import multiprocessing
import os

from shared import runtime
from ticket_service.config import settings
from ticket_service.payments.stripe_client import provider
from ticket_service.refunds import cancellation, sending
from ticket_service.sales import settlement

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload([__name__])


async def settle_in_another_process(environment: dict[str, str]) -> int | None:
    """Its exit status; negative when a signal ended it."""
    process = _processes.Process(target=_run, args=(environment,))
    process.start()
    await asyncio.to_thread(process.join)
    return process.exitcode


def _run(environment: dict[str, str]) -> None:
    os.environ.update(environment)
    asyncio.run(_settle())


async def _settle() -> None:
    async with runtime.running("ticket", settings(), pool_size=4) as running:
        await settlement.settle_due(running, provider(running))
        await cancellation.refund_due(running.database)
        await sending.send_due(running, provider(running))
