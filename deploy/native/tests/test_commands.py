"""The commands that people and CI type: how they end, and what they leave."""

import contextlib
import os
import signal
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.native import trees
from deploy.native.errors import StartError
from deploy.native.readiness import wait_for
from deploy.native.services import TICKET
from deploy.native.settings import PROJECT, Settings
from deploy.native.stack import Stack
from deploy.native.supervisor import Supervisor
from deploy.native.trees import is_gone

SERVERS = [sys.executable, "-m", "deploy.native.test_servers", "--"]


@contextlib.contextmanager
def servers(*command: str) -> Iterator[tuple["subprocess.Popen[bytes]", list[int]]]:
    """`test_servers` while its command runs, and all processes of it. The command says when it has begun."""
    with subprocess.Popen([*SERVERS, *command], cwd=PROJECT, stdout=subprocess.PIPE) as process:
        assert process.stdout
        try:
            assert process.stdout.readline() == b"begun\n"
            yield process, trees.below(process.pid)
        finally:
            process.terminate()


def test_the_commands_own_status_is_returned():
    assert subprocess.run([*SERVERS, "sh", "-c", "exit 3"], cwd=PROJECT, check=False).returncode == 3


def test_the_command_can_use_both_servers():
    script = """
import asyncio, asyncpg, os, redis
async def ask():
    connection = await asyncpg.connect(os.environ["TEST_POSTGRES_URL"])
    assert await connection.fetchval("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    await connection.close()
asyncio.run(ask())
with redis.Redis.from_url(os.environ["TEST_REDIS_URL"]) as client:
    client.set("a", "1")
    client.flushdb()
"""
    subprocess.run([*SERVERS, sys.executable, "-c", script], cwd=PROJECT, check=True)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_command_and_the_servers(number: signal.Signals):
    with servers("sh", "-c", "echo begun; exec sleep 100") as (process, pids):
        process.send_signal(number)
        process.wait(30)
        assert len(pids) > 8
        assert all(is_gone(pid) for pid in pids)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_while_the_servers_start_ends_them_and_the_command(number: signal.Signals):
    with subprocess.Popen([*SERVERS, "sleep", "100"], cwd=PROJECT) as process:
        wait_for("supervisord to be begun", lambda: _runs_below(process.pid, b"deploy.native.supervise"), 30)
        pids = trees.below(process.pid)
        process.send_signal(number)
        assert process.wait(60) == 128 + number
        assert all(is_gone(pid) for pid in pids)


def _runs_below(pid: int, words: bytes) -> bool:
    return any(words in command for command in map(_command, trees.below(pid)))


def _command(pid: int) -> bytes:
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def test_the_servers_end_even_when_the_wrapper_is_killed():
    with servers("sh", "-c", "echo begun; exec sleep 100") as (process, pids):
        command = next(pid for pid in pids if Path(f"/proc/{pid}/cmdline").read_bytes().startswith(b"sleep"))
        process.kill()
        wait_for("the servers to end", lambda: all(is_gone(pid) for pid in pids if pid != command), 30)
        os.kill(command, signal.SIGKILL)


def test_what_a_server_said_that_cannot_start_is_shown_before_it_goes(tmp_path: Path):
    server = tmp_path / "valkey-server"
    server.write_text('#!/bin/sh\n[ "$1" != --version ] || exec echo "Valkey 9.1"\necho why it cannot; exit 1\n')
    server.chmod(0o755)
    environ = {**os.environ, "REDIS_BINARY": str(server)}
    ran = subprocess.run([*SERVERS, "true"], cwd=PROJECT, env=environ, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "valkey" in ran.stderr
    assert "why it cannot" in ran.stderr
    assert "Traceback" not in ran.stderr


def run(*arguments: str, environ: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "deploy.native", *arguments]
    environment = {**os.environ, **(environ or {})}
    return subprocess.run(
        command, cwd=PROJECT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


def test_help_needs_nothing_installed():
    command = [sys.executable, "-S", "-m", "deploy.native", "--help"]
    ran = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0
    assert "PORT_OFFSET=" in ran.stdout
    assert "PYTHON=" in ran.stdout


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"PORT_OFFSET": "many"}, "PORT_OFFSET"),
        ({"PORT_OFFSET": "46535"}, "PORT_OFFSET=46535: from 0 to 46534"),
        ({"HTTP_PORT": "0"}, "HTTP_PORT=0: from 1 to 65535"),
        ({"INSTANCES": "0"}, "INSTANCES"),
        ({"INSTANCES": "two"}, "INSTANCES"),
        ({"ENV": "staging"}, "ENV"),
        ({"ENV": "production"}, "TICKET_STRIPE_API_KEY is missing"),
    ],
)
def test_a_wrong_setting_is_named_and_nothing_is_started(environ: dict[str, str], named: str):
    ran = run(environ={"PORT_OFFSET": "9000", **environ})
    assert ran.returncode == 1
    assert named in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("service", ["nobody", "/etc", ""])
def test_a_log_that_is_not_there_is_said(service: str):
    ran = run("--logs", service, environ={"ENV": "production"})
    assert ran.returncode == 1
    assert f"there is no log of `{service}`" in ran.stderr


def test_an_option_with_an_empty_value_starts_nothing():
    ran = run("--admin", "", environ={"ENV": "production"})
    assert ran.returncode == 1
    assert "ENV=production" not in ran.stderr


def test_a_reset_that_nobody_confirms_changes_nothing():
    ran = run("--reset")
    assert (ran.returncode, ran.stderr) == (1, "")
    assert "nothing was changed" in ran.stdout


def test_a_command_of_a_service_says_that_nothing_is_running(tmp_path: Path):
    supervisor = Supervisor.of_last_start(Settings.for_tests(tmp_path))
    with pytest.raises(StartError, match="nothing is running"):
        supervisor.environment_of("ticket-worker")


class Replaying(socketserver.StreamRequestHandler):
    """A Postgres after a crash, as it speaks to a client: no TLS, and not yet."""

    def handle(self) -> None:
        self.rfile.read(8)
        self.wfile.write(b"N")
        self.rfile.read(8)
        said = b"SFATAL\0C57P03\0Mthe database system is starting up\0\0"
        self.wfile.write(b"E" + (len(said) + 4).to_bytes(4) + said)


@pytest.mark.parametrize("replays", [False, True])
def test_the_check_says_that_the_database_is_away(replays: bool, tmp_path: Path):
    stack = Stack(Settings.for_tests(tmp_path))
    command = [sys.executable, "-m", "ticket_service.invariants"]
    with contextlib.ExitStack() as around:
        if replays:
            address = ("127.0.0.1", stack.settings.ports.postgres)
            server = around.enter_context(socketserver.ThreadingTCPServer(address, Replaying))
            threading.Thread(target=server.serve_forever).start()
            around.callback(server.shutdown)
        environment = stack.environments.of(TICKET)
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert ran.stderr.startswith("the database does not answer: ")
    assert len(ran.stderr.splitlines()) == 1
