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
from deploy.native.errors import StartError
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
        passwords = Passwords(settings.passwords)
        servers = Servers.of(settings, passwords, durable=False)
        supervisor = Supervisor.of(settings, passwords)
        try:
            servers.prepare()
            supervisor.write(list(processes.of_data(servers)))
            supervisor.launch(until_parent_ends=True)
            supervisor.start_group("data")
            readiness.wait_for_all(conditions.of_data(servers), 120, supervisor.keep_ending, settings.logs)
            yield {
                "TEST_POSTGRES_URL": servers.cluster.superuser_url,
                "TEST_REDIS_URL": servers.valkey.admin_url,
            }
        except StartError as error:
            raise StartError(error.told()) from error  # its log goes with the folder
        finally:
            supervisor.shut_down()
            servers.forget_temporary_data(settings)


def run(command: list[str]) -> int:
    """Its exit status.

    A signal ends it and raises nothing here: an exception between the start of a process and the line that keeps it in
    mind would leave it running.
    """
    asked: list[int] = []
    process: subprocess.Popen[bytes] | None = None

    def end(number: int, _frame: FrameType | None) -> None:
        asked.append(number)
        if process:
            process.kill() if number == signal.SIGALRM else process.terminate()
            signal.alarm(SECONDS_TO_END)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM):
        signal.signal(number, end)
    with running() as addresses:
        process = subprocess.Popen(command, env={**os.environ, **addresses})
        if asked:
            end(asked[0], None)
        status = process.wait()
        signal.alarm(0)
    return 128 + asked[0] if asked else status


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments[:1] == ["--"]:
        arguments = arguments[1:]
    if not arguments:
        sys.exit(__doc__)
    try:
        sys.exit(run(arguments))
    except StartError as error:
        sys.exit(str(error))
