"""Real servers for the gateway's tests: Redis in a process that may be killed, the gateway as it is started in life."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import orjson
from redis.asyncio import Redis

from gateway.tests.services import Answer, Service, answering, http
from shared.peers.discovery import registered
from shared.runtime import connect_redis
from shared.testing.accounts import Signer
from shared.testing.conditions import until
from shared.testing.ports import free_port
from shared.testing.redis_server import HOST, listens


class Gateway:
    """A gateway's process, asked over HTTP; services register with it as they do in life."""

    def __init__(self, port: int, process: subprocess.Popen[bytes], redis: Redis, signer: Signer, log: Path) -> None:
        self.port, self.process, self.signer, self.redis, self._log = port, process, signer, redis, log
        self.client = httpx.AsyncClient(base_url=f"http://{HOST}:{port}", trust_env=False, timeout=20)
        self._admin = {"Authorization": f"Bearer {signer.access_token('usr_admin', 'Admin', lifetime_seconds=900)}"}

    async def status(self) -> dict[str, Any]:
        answer = await self.client.get("/api/v1/admin/status", headers=self._admin)
        return answer.json() if answer.status_code == 200 else {"services": []}

    async def instances(self, service: str) -> dict[str, dict[str, Any]]:
        services: list[dict[str, Any]] = (await self.status())["services"]
        found: list[dict[str, Any]] = next((each["instances"] for each in services if each["name"] == service), [])
        return {instance["address"]: instance for instance in found}

    @contextlib.asynccontextmanager
    async def serving(self, **services: Service | list[Service]) -> AsyncIterator[list[Service]]:
        """Runs and registers these; returns when the gateway asks them and no others."""
        all_of_them: list[Service] = []
        async with contextlib.AsyncExitStack() as stack:
            for name, given in services.items():
                several = given if isinstance(given, list) else [given]
                for service in several:
                    await stack.enter_async_context(service.running())
                    await stack.enter_async_context(registered(self.redis, name, service.address, asyncio.Event()))
                await self.sees(name, *(service.address for service in several))
                all_of_them += several
            yield all_of_them

    async def sees(self, service: str, *addresses: str) -> None:
        async def all_are_there() -> bool:
            return set(await self.instances(service)) == set(addresses)

        await until(all_are_there, seconds=60)

    def logged(self) -> str:
        return self._log.read_text()


@contextlib.asynccontextmanager
async def service_process(redis: Redis, service: str) -> AsyncIterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address and the process of a service that echoes, registered. It may be stopped, continued and killed."""
    port = free_port()
    process = _run([sys.executable, "-m", "gateway.tests.services", str(port)])
    try:
        await until(lambda: listens(port), seconds=60)
        async with registered(redis, service, f"{HOST}:{port}", asyncio.Event()):
            yield f"{HOST}:{port}", process
    finally:
        process.kill()
        process.wait()


def _run(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command)


@contextlib.asynccontextmanager
async def gateway(redis_url: str, signer: Signer, folder: Path, settings: Mapping[str, str]) -> AsyncIterator[Gateway]:
    """Started by the command of real life. `settings` go over what suits most tests: limits that nobody reaches."""
    port = free_port()
    log = folder / f"gateway-{port}.log"
    auth = Service()
    redis = connect_redis(redis_url)
    async with auth.running(), contextlib.aclosing(redis):
        auth.answer = _key_set(signer)
        environment = {
            **os.environ,
            "ENV": "development",
            "PUBLIC_URL": "http://localhost",
            "REDIS_URL": redis_url,
            "BROKER_URL": redis_url,
            "SECRETS_DIR": str(signer.secrets_dir),
            "SERVICE_ADDRESSES": f"auth={auth.address}",
            "GATEWAY_ADDRESS_BURST": "1000000",
            "GATEWAY_ACCOUNT_BURST": "1000000",
            "GATEWAY_SIGN_IN_BURST": "1000000",
            **settings,
        }
        process = _launched(port, environment, log)
        running = Gateway(port, process, redis, signer, log)
        try:
            await until(lambda: listens(port), seconds=60)
            if settings.get("REDIS_URL", redis_url) == redis_url:
                await running.sees("auth", auth.address)
            yield running
        finally:
            await running.client.aclose()
            process.send_signal(signal.SIGKILL)
            process.wait()


def _launched(port: int, environment: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "shared.commands.serve", "gateway", "--port", str(port)]
    with log.open("wb") as file:
        return subprocess.Popen(command, env=environment, stdout=file, stderr=file)


def _key_set(signer: Signer) -> Answer:
    return answering(http(200, orjson.dumps(signer.jwks()), "content-type: application/json"))
