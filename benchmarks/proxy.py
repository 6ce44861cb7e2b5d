"""What passing a request on costs: python -m benchmarks.proxy

Asks one service on loopback directly, through a plain proxy per HTTP client, and through the gateway with all it does
(limits counted in Redis, a verified token, the access log). Everything runs side by side and is measured in turns, since
other work on the machine comes and goes. What counts is the processor time of the proxy's process per request, after that
of a service that is asked directly; requests per second say as much about the machine. Ends by itself in one to two minutes.

httpx2 and httpx-aiohttp are compared when they are installed beside the project's own packages.
"""

import argparse
import importlib.util
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from deploy.native import binaries
from deploy.native.trees import processor_seconds
from shared.ids import new_id
from shared.testing.accounts import Signer
from shared.testing.ports import free_port

HOST = "127.0.0.1"
CLIENTS = {
    "httpx": ("httpx_proxy", ("httpx",)),
    "httpx over httpx-aiohttp": ("httpx_aiohttp_proxy", ("httpx", "httpx_aiohttp")),
    "httpx2": ("httpx2_proxy", ("httpx2",)),
    "aiohttp": ("AiohttpProxy", ("aiohttp",)),
    "gateway.connections": ("OwnProxy", ()),
}
SECONDS_TO_START = 180
SECONDS_PER_ROUND = 60


@dataclass
class Subject:
    """A process that is measured, and what each round found."""

    name: str
    process: subprocess.Popen[bytes]
    port: int
    milliseconds: list[float] = field(default_factory=list)
    per_second: list[float] = field(default_factory=list)

    def measure(self, request: Path, seconds: float, connections: int) -> None:
        before = processor_seconds(self.process.pid)
        command = [sys.executable, "-m", "benchmarks.load", "--port", str(self.port), "--request", str(request)]
        command += ["--seconds", str(seconds), "--connections", str(connections)]
        done = subprocess.run(command, stdout=subprocess.PIPE, timeout=SECONDS_PER_ROUND, check=True)  # noqa: S603
        found = json.loads(done.stdout)
        if set(found["statuses"]) != {"200"}:
            sys.exit(f"{self.name} answered {found['statuses']}")
        requests = found["statuses"]["200"]
        self.milliseconds.append((processor_seconds(self.process.pid) - before) / requests * 1e3)
        self.per_second.append(requests / found["seconds"])

    def line(self) -> str:
        cost, speed = self.milliseconds, self.per_second
        return (
            f"{self.name:26} {statistics.median(cost):6.2f} ms  ({min(cost):.2f} to {max(cost):.2f})"
            f"  {statistics.median(speed):7.0f}/s  ({min(speed):.0f} to {max(speed):.0f})"
        )


@contextmanager
def _launched(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(  # noqa: S603  our own commands
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _wait_for(subject: Subject) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            socket.create_connection((HOST, subject.port), 1).close()
        except OSError:
            if subject.process.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"{subject.name} did not start")
            time.sleep(0.05)
        else:
            return


def _plain(application: str, port: int) -> list[str]:
    command = [sys.executable, "-m", "uvicorn", f"benchmarks.proxies:{application}", "--port", str(port)]
    command += ["--loop", "uvloop", "--http", "httptools", "--lifespan", "off", "--no-access-log"]
    return command if application == "service" else [*command, "--factory"]


def _gateway(folder: Path, upstream: str, redis: int, port: int) -> tuple[list[str], dict[str, str]]:
    return [sys.executable, "-m", "shared.commands.serve", "gateway", "--port", str(port)], {
        "ENV": "development",
        "PUBLIC_URL": "http://localhost",
        "REDIS_URL": f"redis://{HOST}:{redis}/0",
        "BROKER_URL": f"redis://{HOST}:{redis}/1",
        "SECRETS_DIR": str(folder),
        "SERVICE_ADDRESSES": f"auth={upstream},event={upstream}",
        "GATEWAY_ACCOUNT_BURST": "100000000",
        "GATEWAY_ACCOUNT_PER_SECOND": "100000",
        "GATEWAY_LIMIT_BUDGET_MS": "1000",
    }


def _valkey(folder: Path, port: int) -> list[str]:
    binary = str(binaries.find(binaries.VALKEY, os.environ).path)
    return [binary, "--port", str(port), "--bind", HOST, "--save", "", "--appendonly", "no", "--dir", str(folder)]


@contextmanager
def _subjects(folder: Path, signer: Signer) -> Iterator[list[Subject]]:
    """All of them, running."""
    service, redis = free_port(), free_port()
    upstream = f"{HOST}:{service}"
    subjects: list[Subject] = []
    with ExitStack() as stack:

        def launch(name: str, port: int, command: list[str], environment: dict[str, str]) -> Subject:
            return Subject(name, stack.enter_context(_launched(command, environment)), port)

        launch("Valkey", redis, _valkey(folder, redis), {})
        jwks = json.dumps(signer.jwks())
        subjects.append(launch("the service itself", service, _plain("service", service), {"JWKS": jwks}))
        for name, (application, packages) in CLIENTS.items():
            if all(importlib.util.find_spec(package) for package in packages):
                port = free_port()
                subjects.append(launch(name, port, _plain(application, port), {"UPSTREAM": upstream}))
        port = free_port()
        subjects.append(launch("the whole gateway", port, *_gateway(folder, upstream, redis, port)))
        for subject in subjects:
            _wait_for(subject)
        yield subjects


def _request(signer: Signer) -> bytes:
    lines = [
        f"GET /api/v1/events/{new_id('evt')}?limit=20 HTTP/1.1",
        "Host: localhost",
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Accept: application/json",
        "Accept-Language: en-GB,en;q=0.5",
        "Accept-Encoding: gzip, deflate, br",
        f"Authorization: Bearer {signer.access_token(new_id('usr'), lifetime_seconds=900)}",
        f"X-Request-ID: {new_id('req')}",
        "X-Forwarded-For: 192.0.2.17",
        "X-Forwarded-Proto: https",
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.proxy", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=float, default=1.0, help="for each, in each round")
    parser.add_argument("--connections", type=int, default=32)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        signer = Signer(folder)
        request = folder / "request"
        request.write_bytes(_request(signer))
        with _subjects(folder, signer) as subjects:
            for number in range(given.rounds + 1):
                for subject in subjects:
                    subject.measure(request, given.seconds, given.connections)
                if number == 0:  # everybody has warmed up
                    for subject in subjects:
                        subject.milliseconds.clear()
                        subject.per_second.clear()
    sys.stdout.write(f"{given.rounds} rounds of {given.seconds:g} s each over {given.connections} connections\n")
    sys.stdout.write("processor time per request, median (least to most); requests per second\n")
    for subject in subjects:
        sys.stdout.write(subject.line() + "\n")


if __name__ == "__main__":
    main()
