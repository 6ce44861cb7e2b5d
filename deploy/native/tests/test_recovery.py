"""What is killed comes back by itself, and what it left behind is gone."""

import asyncio
import contextlib
import itertools
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from deploy.native import readiness, trees
from deploy.native.launch import find_orphans
from deploy.native.passwords import Passwords
from deploy.native.processes import Program
from deploy.native.readiness import wait_for
from deploy.native.settings import Settings
from deploy.native.stack import Stack
from deploy.native.supervisor import Supervisor
from deploy.native.trees import is_gone

ROUNDS = 2
BROKEN = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError)


@pytest.mark.parametrize("program", ["postgres", "valkey", "nginx"])
def test_a_server_whose_main_process_is_killed_comes_back_and_its_children_go(stack: Stack, program: str):
    for _ in range(ROUNDS):
        before = stack.pids(program)
        stack.crash(program)
        assert all(is_gone(pid) for pid in before)


async def test_what_was_committed_survives_the_kill_of_postgres(stack: Stack):
    url = stack.servers.cluster.superuser_url
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE kept (n int)")
    await connection.execute("INSERT INTO kept VALUES (1)")
    await asyncio.to_thread(stack.crash, "postgres")
    with pytest.raises(BROKEN):
        await connection.fetchval("SELECT 1")
    again = await asyncpg.connect(url)
    assert await again.fetchval("SELECT count(*) FROM kept") == 1
    await again.execute("DROP TABLE kept")
    await again.close()


async def test_a_long_computation_does_not_keep_a_killed_postgres_from_coming_back(stack: Stack):
    """Its backend does not notice that the main process is gone, and holds the shared memory."""
    connection = await asyncpg.connect(stack.servers.cluster.superuser_url)
    backend = await connection.fetchval("SELECT pg_backend_pid()")
    endless = "DO $$ BEGIN LOOP PERFORM 1; END LOOP; END $$"
    computing = asyncio.ensure_future(connection.execute(endless))
    await asyncio.to_thread(stack.crash, "postgres")
    with pytest.raises(BROKEN):
        await computing
    assert is_gone(backend)


SUBREAPER = """
import ctypes, subprocess, sys
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
program = subprocess.Popen(["sleep", "60"], process_group=0)
parent = subprocess.Popen(["sh", "-c", "sleep 60 & echo $!; exec sleep 60"], process_group=0, stdout=subprocess.PIPE)
child = int(parent.stdout.readline())
print(program.pid, parent.pid, child, flush=True)
sys.stdin.read()
"""


@contextlib.contextmanager
def subreaper() -> Iterator[tuple[int, int, int, int]]:
    """Like the supervisor: with a program, another program, and that one's child."""
    with subprocess.Popen(
        [sys.executable, "-c", SUBREAPER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdout
        pids = [int(pid) for pid in process.stdout.readline().split()]
        try:
            yield process.pid, pids[0], pids[1], pids[2]
        finally:
            for pid in (*pids, process.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


def test_the_children_of_a_killed_program_are_orphans_and_living_programs_and_their_children_are_not():
    with subreaper() as (supervisor, _program, parent, child):
        assert find_orphans(supervisor) == []
        os.kill(parent, signal.SIGKILL)
        wait_for("the orphan", lambda: find_orphans(supervisor) == [child], 5)


def test_a_program_that_cannot_start_is_tried_again_after_growing_pauses_until_it_can(stack: Stack):
    started = stack.settings.run / "programs" / "valkey.started"
    settings = stack.servers.valkey.settings_file
    good = settings.read_text()
    settings.write_text("nonsense")
    started.write_text("0")
    os.kill(stack.pids("valkey")[0], signal.SIGKILL)
    times = [started.stat().st_mtime]

    def seen_four_starts() -> bool:
        if times[-1] != started.stat().st_mtime:
            times.append(started.stat().st_mtime)
        return len(times) == 4

    wait_for("four starts", seen_four_starts, 30)
    settings.write_text(good)
    stack.wait_until_ready()
    first, second, third = (after - before for before, after in itertools.pairwise(times))
    assert first > 0.9
    assert second > 1.9
    assert third > 3.9


def test_stopping_leaves_no_process_and_no_data_outside(tmp_path: Path):
    with Stack(Settings.for_tests(tmp_path, services=())) as stack:
        pids = [pid for program in ("postgres", "valkey", "nginx") for pid in stack.pids(program)]
        ports, data = stack.settings.ports, stack.servers.data
    assert len(pids) > 5
    assert all(is_gone(pid) for pid in pids)
    assert not any(readiness.listens(port) for port in (ports.postgres, ports.redis, ports.frontend, ports.supervisor))
    assert not data.exists() or data.is_relative_to(tmp_path)


def test_what_a_program_leaves_behind_ends_before_the_supervisor_has_ended(tmp_path: Path):
    settings = Settings.for_tests(tmp_path, services=())
    settings.make_folders()
    supervisor = Supervisor.of(settings, Passwords(settings.var / "passwords.json"))
    careless = ["/bin/sh", "-c", "sleep 100 & exec sleep 100"]
    supervisor.write([Program("careless", "services", careless, {"PATH": os.defpath})])
    supervisor.launch(until_parent_ends=True)
    supervisor.start_group("services")
    main = int(supervisor.states()["careless"]["pid"])
    wait_for("its child", lambda: len(trees.below(main)) == 2, 20)
    child = trees.below(main)[1]
    supervisor.shut_down()
    assert is_gone(main)
    assert is_gone(child)


def test_a_killed_supervisor_takes_its_programs_along(tmp_path: Path):
    with Stack(Settings.for_tests(tmp_path, services=())) as stack:
        main = stack.pids("postgres")[0]
        supervisor = trees.parent(main)
        pids = [pid for program in ("postgres", "valkey", "nginx") for pid in stack.pids(program)]
        os.kill(supervisor, signal.SIGKILL)
        wait_for("all programs to end", lambda: all(is_gone(pid) for pid in pids), 20)
        stack.start()
        assert stack.pids("postgres")[0] != main
