"""How fast the stand-in is: `python -m deploy.stand_ins.stripe.tests.throughput [cycles]`.

A cycle is create, confirm and capture, with its webhooks delivered. Prints cycles per second and the processor time that
one cycle costs the stand-in, which says more on a busy machine.
"""

import asyncio
import sys
import tempfile
import time
import uuid
from pathlib import Path

import aiohttp
import orjson
from aiohttp import web

from deploy.native.trees import processor_seconds
from deploy.stand_ins.stripe.settings import NEEDED_EVENTS
from deploy.stand_ins.stripe.tests.conftest import API_KEY, settings
from deploy.stand_ins.testing import StandIn

AT_ONCE = 16
PER_CYCLE = 3


class Receiver:
    """Takes webhooks as fast as it can, and notices when all have come."""

    def __init__(self, expected: int) -> None:
        self._missing = expected
        self.complete = asyncio.Event()
        self._app = web.AppRunner(self._application(), access_log=None)

    def _application(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/hook", self._take)
        return app

    async def _take(self, request: web.Request) -> web.Response:
        await request.read()
        self._missing -= 1
        if self._missing == 0:
            self.complete.set()
        return web.Response()

    async def start(self) -> str:
        await self._app.setup()
        site = web.TCPSite(self._app, "127.0.0.1", 0)
        await site.start()
        host, port = self._app.addresses[0][:2]
        return f"http://{host}:{port}/hook"

    async def stop(self) -> None:
        await self._app.cleanup()


async def buy(client: aiohttp.ClientSession, cycles: int) -> None:
    async def post(path: str, **form: str) -> dict[str, str]:
        headers = {"Idempotency-Key": uuid.uuid4().hex}
        async with client.post(path, data=form, headers=headers) as answer:
            body: dict[str, str] = orjson.loads(await answer.read())
            assert answer.status == 200, body
            return body

    async def buyer(first: int) -> None:
        for n in range(first, cycles, AT_ONCE):
            wish = {"metadata[order_id]": f"ord_{n}", "payment_method_options[card][capture_method]": "manual"}
            intent = await post("/v1/payment_intents", amount="2500", currency="eur", **wish)
            path = f"/v1/payment_intents/{intent['id']}"
            await post(f"{path}/confirm", payment_method="pm_card_visa", use_stripe_sdk="true")
            await post(f"{path}/capture")

    await asyncio.gather(*(buyer(first) for first in range(AT_ONCE)))


async def measure(cycles: int, folder: Path) -> None:
    receiver = Receiver(cycles * PER_CYCLE)
    own = settings(folder, await receiver.start(), STRIPE_STAND_IN_WEBHOOK_EVENTS=NEEDED_EVENTS)
    with StandIn("deploy.stand_ins.stripe", own) as process:
        before, began = processor_seconds(process.process.pid), time.perf_counter()
        headers = {"Authorization": f"Bearer {API_KEY}"}
        async with aiohttp.ClientSession(process.addresses["api"], headers=headers) as client:
            await buy(client, cycles)
        answered = time.perf_counter() - began
        await receiver.complete.wait()
        told = time.perf_counter() - began
        cost = (processor_seconds(process.process.pid) - before) / cycles
    await receiver.stop()
    sys.stdout.write(
        f"{cycles} cycles: {cycles / answered:.0f}/s answered, {cycles / told:.0f}/s with all webhooks taken, "
        f"{cost * 1000:.2f} ms of processor time each\n"
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 2000, Path(folder)))
