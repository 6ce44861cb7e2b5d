"""Postgres and Valkey for tests, on free ports and in a temporary folder: `python -m deploy.native.test_servers -- pytest`.

The command finds them in TEST_POSTGRES_URL (superuser) and TEST_REDIS_URL (may do everything). They are stopped and
removed when it ends, however it ends.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from deploy.native import conditions, processes, readiness
from deploy.native.passwords import Passwords
from deploy.native.servers import Servers
from deploy.native.settings import Settings
from deploy.native.supervisor import Supervisor

SECONDS_TO_END = 30


@contextmanager
def running(environ: Mapping[str, str] | None = None) -> Iterator[dict[str, str]]:
    """The two variables. Quick and not durable; a server that is killed comes back. To be entered in the main thread."""
    with tempfile.TemporaryDirectory(prefix="test-servers-", ignore_cleanup_errors=True) as folder:
        settings = Settings.for_tests(Path(folder), environ=environ or os.environ)
        settings.make_folders()
        passwords = Passwords(settings.var / "passwords.json")
        servers = Servers.of(settings, passwords, durable=False)
        supervisor = Supervisor.of(settings, passwords)
        try:
            servers.prepare()
            supervisor.write(list(processes.of_data(servers)))
            supervisor.launch(until_parent_ends=True)
            supervisor.start_group("data")
            readiness.wait_for_all(conditions.of_data(servers), within=60)
            yield {
                "TEST_POSTGRES_URL": servers.cluster.superuser_url,
                "TEST_REDIS_URL": servers.valkey.admin_url,
            }
        finally:
            if supervisor.is_running():
                supervisor.shut_down()
            servers.forget_temporary_data(settings)


def run(command: list[str]) -> int:
    """Its exit status."""
    signal.signal(signal.SIGTERM, _end)
    with running() as addresses:
        process = subprocess.Popen(command, env={**os.environ, **addresses})
        try:
            return process.wait()
        finally:
            process.terminate()
            try:
                process.wait(SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _end(number: int, _frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)  # the end is not interrupted by a second one
    sys.exit(128 + number)


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments[:1] == ["--"]:
        arguments = arguments[1:]
    if not arguments:
        sys.exit(__doc__)
    sys.exit(run(arguments))
