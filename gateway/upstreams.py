"""The services behind the gateway: which instances live, who gets the next request, how many requests may run."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Iterable

import structlog

from gateway import metrics
from gateway.bulkhead import Bulkhead
from gateway.instances import Instance
from shared.peers.discovery import Directory, NoInstance

log = structlog.get_logger()

LOOK_SECONDS = 0.5
# Of all requests to a service at most a tenth more may be retries; a few are saved for when there is little to do.
RETRY_SHARE = 0.1
MOST_SAVED_RETRIES = 10.0


class Upstream:
    """One service."""

    def __init__(self, service: str, *, in_flight: int, waiting: int) -> None:
        self.service = service
        self.instances: dict[str, Instance] = {}
        self.bulkhead = Bulkhead(in_flight=in_flight, waiting=waiting)
        self._saved_retries = MOST_SAVED_RETRIES
        self._loop = asyncio.get_running_loop()

    def pick(self, tried: Iterable[str] = ()) -> Instance | None:
        """The instance that should get the next request: a ready one if any is, the one with the least to do."""
        now = self._loop.time()
        usable = [each for each in self.instances.values() if each.address not in tried and each.is_usable(now)]
        candidates = [each for each in usable if each.is_ready] or usable
        if len(candidates) < 2:
            return candidates[0] if candidates else None
        return min(candidates, key=lambda each: (each.running, random.random()))  # noqa: S311  balancing, not a secret

    def earn_retry(self) -> None:
        self._saved_retries = min(MOST_SAVED_RETRIES, self._saved_retries + RETRY_SHARE)

    def spend_retry(self) -> bool:
        """Whether one more retry is within the bound."""
        if self._saved_retries < 1:
            return False
        self._saved_retries -= 1
        metrics.RETRIES.labels(self.service).inc()
        return True

    def know(self, addresses: Iterable[str]) -> None:
        """These instances live, and no others."""
        listed = set(addresses)
        for address in self.instances.keys() - listed:
            self.instances.pop(address).forget()
        for address in listed - self.instances.keys():
            self.instances[address] = Instance(address)

    async def look(self, directory: Directory) -> None:
        try:
            self.know(await directory.addresses(self.service))
        except NoInstance:
            self.know(())
        now = self._loop.time()
        ejected = sum(not (each.is_ready and each.is_usable(now)) for each in self.instances.values())
        metrics.EJECTED.labels(self.service).set(ejected)
        metrics.RUNNING.labels(self.service).set(self.bulkhead.running)
        metrics.WAITING.labels(self.service).set(self.bulkhead.waiting)


class Upstreams:
    def __init__(self, services: Iterable[str], directory: Directory, *, in_flight: int, waiting: int) -> None:
        self._directory = directory
        self.gateways: tuple[str, ...] = ()
        self.by_service = {
            service: Upstream(service, in_flight=in_flight, waiting=waiting) for service in sorted(services)
        }

    @contextlib.asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """While the block runs, who lives and who is ready is found out again and again, and no request waits for it."""
        await self._look()
        looking = asyncio.create_task(self._keep_looking(), name="look")
        try:
            yield
        finally:
            looking.cancel()
            for upstream in self.by_service.values():
                upstream.know(())

    async def _look(self) -> None:
        for upstream in self.by_service.values():
            await upstream.look(self._directory)
        with contextlib.suppress(NoInstance):
            self.gateways = await self._directory.addresses("gateway")

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self._look()
            except Exception:
                log.exception("looking_failed")
