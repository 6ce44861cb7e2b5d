"""supervisord: its file, its start and end, and what it says over its control port."""

import contextlib
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
import xmlrpc.client
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.native import passwords as kept
from deploy.native import trees
from deploy.native.errors import StartError
from deploy.native.passwords import Passwords
from deploy.native.processes import GROUPS, Program
from deploy.native.settings import LOOPBACK, PROJECT, Settings

HOPELESS = 4
LAUNCHER = Path(__file__).with_name("launch.py")
HEAD = """\
[supervisord]
nodaemon = true
silent = true
logfile = {logs}/supervisor.log
logfile_maxbytes = 10MB
logfile_backups = 2
pidfile = {directory}/supervisord.pid
childlogdir = {logs}
umask = 077
{user}

[inet_http_server]
port = {host}:{port}
username = supervisor
password = {password}

[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
"""
# `startsecs = 0`: never FATAL, whatever is away; the launcher sees to it that what keeps ending is not started too often.
PROGRAM = """
[program:{name}]
command = {command}
autostart = false
autorestart = true
startsecs = 0
stopsignal = {stop_signal}
stopwaitsecs = {stop_seconds}
killasgroup = true
redirect_stderr = true
stdout_logfile = {logs}/{name}.log
stdout_logfile_maxbytes = 10MB
stdout_logfile_backups = 5
priority = {priority}
"""


@dataclass(slots=True)
class Supervisor:
    directory: Path
    logs: Path
    port: int
    password: str
    _process: subprocess.Popen[bytes] | None = None

    @classmethod
    def of(cls, settings: Settings, passwords: Passwords) -> "Supervisor":
        """Of the system whose state these settings name, running or not."""
        return cls(settings.run, settings.logs, settings.ports.supervisor, passwords["supervisor"])

    @classmethod
    def of_last_start(cls, settings: Settings) -> "Supervisor":
        """The same for who only asks or stops: makes nothing, and where nothing was ever started nothing runs."""
        password = kept.read(settings.passwords).get("supervisor", "")
        return cls(settings.run, settings.logs, settings.ports.supervisor, password)

    def runs_exactly(self, programs: Sequence[Program]) -> bool:
        """Whether it was started with these programs and their present settings."""
        files = {program.file(self.directory) for program in programs}
        return files == set(self._programs.glob("*.json")) and all(
            program.file(self.directory).read_text(encoding="utf-8") == program.as_json() for program in programs
        )

    def write(self, programs: Sequence[Program]) -> None:
        """Its file, and one for each program; see `launch.py`."""
        shutil.rmtree(self._programs, ignore_errors=True)
        for program in programs:
            program.write(self.directory)
        text = HEAD.format(
            logs=_value(self.logs),
            directory=_value(self.directory),
            user="user = root" if os.geteuid() == 0 else "",
            host=LOOPBACK,
            port=self.port,
            password=self.password,
        )
        for program in programs:
            command = [sys.executable, "-IS", str(LAUNCHER), str(program.file(self.directory))]
            text += PROGRAM.format(
                name=program.name,
                command=_value(shlex.join(command)),
                stop_signal=program.stop_signal.name.removeprefix("SIG"),
                stop_seconds=program.stop_seconds,
                logs=_value(self.logs),
                priority=10 * GROUPS.index(program.group),
            )
        for group in GROUPS:
            members = ",".join(program.name for program in programs if program.group == group)
            if members:
                text += f"\n[group:{group}]\nprograms = {members}\npriority = {10 * GROUPS.index(group)}\n"
        self._port_file.write_text(str(self.port), encoding="ascii")
        self._configuration.touch(mode=0o600)
        self._configuration.write_text(text, encoding="utf-8")

    def launch(self, *, until_parent_ends: bool) -> None:
        if self._process:
            self._process.wait()  # one that was killed
        command = [sys.executable, "-m", "deploy.native.supervise"]
        command += ["--until-parent-ends"] if until_parent_ends else []
        output = self.logs / "supervisor.log"
        with output.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, str(self._configuration)],
                cwd=PROJECT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )
        while not self.is_running():
            if self._process.poll() is not None:
                raise StartError(f"supervisord ended with {self._process.returncode}", output)
            time.sleep(0.05)

    def environment_of(self, program: str) -> dict[str, str]:
        """What a program was started with. Raises StartError when nothing is running."""
        if not self.is_running():
            raise StartError("nothing is running: ./init-services.sh starts it")
        started: dict[str, Any] = json.loads((self._programs / f"{program}.json").read_bytes())
        return dict(started["environment"])

    def is_running(self) -> bool:
        """True also while it shuts down. Raises StartError when the port belongs to somebody else."""
        try:
            self._ask("getPID")
        except xmlrpc.client.Fault:
            return True
        except OSError:
            return False
        except xmlrpc.client.ProtocolError as error:
            raise StartError(
                f"port {self.port} belongs to another program; set PORT_OFFSET for a second copy"
            ) from error
        return True

    def states(self) -> dict[str, dict[str, Any]]:
        """By program: `statename`, `pid`, `start` and the rest that supervisord knows."""
        answer = self._ask("getAllProcessInfo")
        return {state["name"]: state for state in answer}

    def keep_ending(self) -> list[str]:
        """The programs whose last few starts all ended within seconds, as `launch.py` counts them."""
        counts = {path.stem: path.read_text(encoding="ascii") for path in self._programs.glob("*.started")}
        return [name for name, count in counts.items() if int(count or 0) >= HOPELESS]

    def start_group(self, group: str) -> None:
        """Starts what does not run yet."""
        self._ask("startProcessGroup", group, False)

    def signal(self, name: str, group: str, number: signal.Signals) -> None:
        self._ask("signalProcess", f"{group}:{name}", number.name.removeprefix("SIG"))

    def shut_down(self, within: float = 60) -> None:
        """Stops all groups, the last first. Then supervisord and all that it ran have ended; also when nothing runs."""
        process, self._process = self._process, None
        if self.is_running():
            noted = self.pid()
            with contextlib.suppress(xmlrpc.client.Fault, OSError):  # it is shutting down already
                self._ask("shutdown")
            give_up = time.monotonic() + within
            # It closes its port before it has ended what its programs left behind.
            while self.is_running() or not (noted is None or trees.is_gone(noted)):
                if time.monotonic() > give_up:
                    raise StartError("supervisord does not end", self.logs / "supervisor.log")
                time.sleep(0.05)
        elif process:
            process.terminate()  # it did not listen yet
        if process:
            process.wait()

    def pid(self) -> int | None:
        """Of the supervisor that was started last, from its own note."""
        with contextlib.suppress(FileNotFoundError):
            return int((self.directory / "supervisord.pid").read_text(encoding="ascii"))
        return None

    def _ask(self, question: str, *arguments: object) -> Any:
        """At the port with which it was started, which today's settings may not name any more."""
        port = self._port_file.read_text(encoding="ascii") if self._port_file.exists() else self.port
        address = f"http://supervisor:{self.password}@{LOOPBACK}:{port}/RPC2"
        with xmlrpc.client.ServerProxy(address) as proxy:
            return getattr(proxy.supervisor, question)(*arguments)

    @property
    def _port_file(self) -> Path:
        return self.directory / "supervisor-port"

    @property
    def _programs(self) -> Path:
        return self.directory / "programs"

    @property
    def _configuration(self) -> Path:
        return self.directory / "supervisord.conf"


def _value(text: object) -> str:
    """With `%` doubled, which would be expanded."""
    return str(text).replace("%", "%%")
