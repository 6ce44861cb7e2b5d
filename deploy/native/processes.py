"""The table of programs: what runs, with which arguments, how it is stopped."""

import json
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from deploy.native.accounts import Account
from deploy.native.environment import Environments
from deploy.native.nginx import Server as Nginx
from deploy.native.servers import Servers
from deploy.native.services import GATEWAY, Service
from deploy.native.settings import LOOPBACK, PROJECT, Settings

# In the order of their start; they are stopped the other way round, a group at a time.
GROUPS = ("data", "services", "edge")


@dataclass(frozen=True, slots=True)
class Program:
    name: str
    group: str
    argv: list[str]
    environment: dict[str, str] = field(repr=False)
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: int = 25

    def file(self, directory: Path) -> Path:
        return directory / "programs" / f"{self.name}.json"

    def write(self, directory: Path) -> None:
        """For `launch.py`; it holds passwords, so it is its owner's alone."""
        path = self.file(directory)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(self.as_json(), encoding="utf-8")

    def as_json(self) -> str:
        user = {"uid": self.account.uid, "gid": self.account.gid} if self.account else None
        document = {
            "argv": self.argv,
            "environment": self.environment,
            "directory": str(PROJECT),
            "user": user,
            "stop_signal": int(self.stop_signal),
        }
        return json.dumps(document, indent=1, sort_keys=True)


def instance_name(service: Service, instance: int) -> str:
    """`ticket`, `ticket-2`, …: also the name of its log."""
    return service.name if instance == 0 else f"{service.name}-{instance + 1}"


def of_data(servers: Servers) -> Iterator[Program]:
    """Postgres' fast shutdown is SIGINT; at SIGTERM it would wait for its clients to leave."""
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}
    yield Program(
        "postgres", "data", servers.cluster.command(), environment, servers.account, stop_signal=signal.SIGINT
    )
    yield Program("valkey", "data", servers.valkey.command(), environment, servers.account)


def of_edge(nginx: Nginx) -> Program:
    environment = {"PATH": os.defpath}
    return Program("nginx", "edge", nginx.command(), environment, stop_signal=signal.SIGQUIT)


def of_services(settings: Settings, environments: Environments) -> Iterator[Program]:
    for service in settings.services:
        for instance in range(settings.instances.get(service.name, 1)):
            yield _server(service, instance, settings, environments)
        if service is not GATEWAY:
            yield _worker(service, environments)
    if settings.services and not settings.production:
        for name in ("stripe", "inbox"):
            yield Program(
                name=f"{name}-stand-in",
                group="services",
                argv=[sys.executable, "-m", f"deploy.stand_ins.{name}"],
                environment=environments.of_stand_in(name),
            )


def _server(service: Service, instance: int, settings: Settings, environments: Environments) -> Program:
    port = settings.ports.instance_port(service, instance)
    return Program(
        name=instance_name(service, instance),
        group="services",
        argv=[sys.executable, "-m", "shared.commands.serve", service.package, "--host", LOOPBACK, "--port", str(port)],
        environment=environments.of(service),
    )


def _worker(service: Service, environments: Environments) -> Program:
    return Program(
        name=f"{service.name}-worker",
        group="services",
        argv=[sys.executable, "-m", "shared.commands.work", service.package],
        environment=environments.of(service),
    )
