"""The whole system on this machine, as an object: `with Stack(Settings.for_tests(folder)) as stack:`."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Self

from deploy.edge import Certificate
from deploy.native import (
    accounts,
    binaries,
    code,
    conditions,
    front_end,
    migrations,
    places,
    processes,
    production,
    readiness,
    service_settings,
    trees,
)
from deploy.native.addresses import Addresses
from deploy.native.environment import Environments, separate_secrets
from deploy.native.errors import StartError
from deploy.native.nginx import Server as Nginx
from deploy.native.passwords import Passwords
from deploy.native.ports import refuse_taken
from deploy.native.processes import Program
from deploy.native.progress import Progress, Quiet
from deploy.native.servers import Servers
from deploy.native.services import GATEWAY, Service
from deploy.native.settings import LOOPBACK, PROJECT, Settings
from deploy.native.supervisor import Supervisor


class Stack:
    """Started by `start()` or by `with`. Starting what runs already only checks it.

    A temporary one ends with the thread that starts it; tests start it in their main thread.
    """

    def __init__(self, settings: Settings, progress: Progress | None = None) -> None:
        production.check(settings, settings.demo_accounts)
        settings.make_folders()
        self.settings = settings
        self.progress = progress or Quiet()
        self.passwords = Passwords(settings.passwords)
        self.servers = Servers.of(settings, self.passwords)
        self.environments = Environments(settings, Addresses.on_loopback(settings), self.passwords)
        self.supervisor = Supervisor.of(settings, self.passwords)
        self._nginx = self._find_nginx()

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def start(self) -> None:
        """Until everything is ready. Raises StartError with what failed and where its log is."""
        self._check_settings()
        with ThreadPoolExecutor() as threads:
            web_root = threads.submit(self._web_root)
            secrets = threads.submit(self._make_secrets)
            self._supervise()
            with self.progress.step("Postgres and Valkey are ready"):
                self.supervisor.start_group("data")
                self._wait(conditions.of_data(self.servers), within=120)
                self.servers.cluster.create_databases(self.passwords)
                secrets.result()
            if self.settings.services:
                self._migrate()
                self._start_services()
            with self.progress.step("the front end is built"):
                built = web_root.result()
            with self.progress.step("nginx is ready"):
                self._start_nginx(built)

    def stop(self) -> None:
        """Also when nothing runs."""
        self.supervisor.shut_down()
        self.servers.forget_temporary_data(self.settings)

    def programs(self) -> list[Program]:
        return [
            *processes.of_data(self.servers),
            *processes.of_services(self.settings, self.environments),
            processes.of_edge(self._nginx),
        ]

    def address(self, service: Service = GATEWAY, instance: int | None = None) -> str:
        """Through nginx, or of one instance."""
        ports = self.settings.ports
        port = ports.public_port(service) if instance is None else ports.instance_port(service, instance)
        return f"http://{LOOPBACK}:{port}"

    def pids(self, program: str) -> list[int]:
        """The main process first, then everything below it. Empty when it does not run."""
        pid = int(self.supervisor.states()[program]["pid"])
        return trees.below(pid) if pid else []

    def crash(self, program: str, within: float = 120) -> None:
        """Kills its main process as a fault would; until what that left behind is gone, and all is ready again."""
        before = self.pids(program)
        os.kill(before[0], signal.SIGKILL)
        left = {f"process {pid} of {program} to end": partial(trees.is_gone, pid) for pid in before}
        readiness.wait_for_all(left, within)
        self.wait_until_ready(within)

    def wait_until_ready(self, within: float = 120) -> None:
        """Workers excepted."""
        services = conditions.of_services(self.settings)
        readiness.wait_for_all(conditions.of_data(self.servers) | services | conditions.of_edge(self.settings), within)

    def wait_for_workers(self, within: float) -> None:
        redis_url = self.environments.redis_url
        self._wait(conditions.of_workers(self.settings.services, redis_url(1), redis_url(0)), within)

    def seed(self, result: Path) -> None:
        """Writes the demo accounts to `result`. Once for the same seed: asking for what is there takes its time too."""
        done = self.settings.var / "seeded"
        digest = code.of_package("deploy/seed")
        if done.exists() and result.exists() and done.read_text(encoding="ascii") == digest:
            return
        self._module("deploy.seed", environment=self.environments.of_seed(result), log="seed.log")
        done.write_text(digest, encoding="ascii")

    def _check_settings(self) -> None:
        """Before anything is touched. What runs with these settings has read them."""
        if not (self.supervisor.is_running() and self.supervisor.runs_exactly(self.programs())):
            service_settings.check(self.environments)

    def _supervise(self) -> None:
        programs = self.programs()
        if self.supervisor.is_running() and not self.supervisor.runs_exactly(programs):
            with self.progress.step("settings or code have changed: stopped what ran"):
                self.supervisor.shut_down()
        if not self.supervisor.is_running():
            with self.progress.step("servers are prepared"):
                refuse_taken(self.settings.ports_in_use())
                self.servers.prepare()
                self.supervisor.write(programs)
                self.supervisor.launch(until_parent_ends=self.settings.temporary)

    def _migrate(self) -> None:
        with self.progress.step("databases are migrated"):
            services = [service for service in self.settings.services if service is not GATEWAY]
            log = self.settings.logs / "migrations.log"
            remembered = self.settings.var / "migrated.json"
            migrations.migrate(services, self.environments, self.servers.cluster, remembered, log)

    def _start_services(self) -> None:
        with self.progress.step("services and workers are ready"):
            self.supervisor.start_group("services")
            self._wait(conditions.of_services(self.settings), within=300)
            self.wait_for_workers(within=300)

    def _start_nginx(self, web_root: Path) -> None:
        changed = self._nginx.render(self.settings, web_root, self.environments.publishable_key)
        if changed and self.supervisor.states()["nginx"]["statename"] == "RUNNING":
            self.supervisor.signal("nginx", "edge", signal.SIGHUP)
        self.supervisor.start_group("edge")
        self._wait(conditions.of_edge(self.settings), within=60)

    def _wait(self, for_what: conditions.Conditions, within: float) -> None:
        readiness.wait_for_all(for_what, within, self.supervisor.keep_ending, self.settings.logs)

    def _make_secrets(self) -> None:
        everything = self.settings.secrets / "all"
        self._module("shared.access.secrets", str(everything), log="secrets.log")
        separate_secrets(everything, self.settings.secrets)

    def _web_root(self) -> Path:
        """Where nginx' workers can read it."""
        if not self.settings.front_end:
            nothing = self.servers.data / "no-front-end"
            nothing.mkdir(exist_ok=True)
            return nothing
        built = front_end.build(self.settings.environ, self.settings.logs / "front-end.log")
        return places.folder_within_reach(built, self.servers.data, accounts.for_web())

    def _find_nginx(self) -> Nginx:
        found = binaries.find(binaries.NGINX, self.settings.environ)
        return Nginx(found.path, self.servers.data / "nginx", accounts.for_web(), certificate=self._certificate())

    def _certificate(self) -> Certificate | None:
        if not self.settings.serves_https:
            return None
        if self.settings.lan_address and self.settings.authority:
            from deploy.native import certificates  # noqa: PLC0415  a third of a second that only --lan needs

            return certificates.for_address(self.settings.lan_address, self.settings.authority)
        given = self.settings.environ
        return Certificate(Path(given["TLS_CERTIFICATE"]), Path(given["TLS_CERTIFICATE_KEY"]))

    def _module(self, name: str, *arguments: str, log: str, environment: dict[str, str] | None = None) -> None:
        path = self.settings.logs / log
        with path.open("ab") as output:
            ran = subprocess.run(
                [sys.executable, "-m", name, *arguments],
                cwd=PROJECT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                check=False,
            )
        if ran.returncode:
            raise StartError(f"`python -m {name}` failed", path)
