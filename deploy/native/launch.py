"""Becomes a supervised program: `python -IS launch.py PROGRAM.json`, a child of the supervisor.

A program killed with -9 leaves children that hold its port, its shared memory or its tasks: nginx's workers, Postgres'
backends, Celery's pool. The supervisor is their "subreaper" (see `supervise.py`), so the kernel makes such orphans
children of the supervisor, where nothing else of that shape exists. They are ended here, and the real program then
replaces this one in the same process id. Imports little: it runs at every start of every program.
"""

import contextlib
import json
import os
import signal
import sys
import time
from pathlib import Path

if sys.platform == "linux":
    import ctypes

QUICK_END = 15.0
LONGEST_PAUSE = 8.0
ORPHANS_GONE_WITHIN = 5.0
SET_PARENT_DEATH_SIGNAL = 1


def main(path: Path) -> None:
    program = json.loads(path.read_bytes())
    wait_for_turn(path.with_suffix(".started"))
    if sys.platform == "linux":
        end_orphans(os.getppid())
    os.chdir(program["directory"])  # which the other account may not be able to enter
    if program["user"]:
        become(**program["user"])
    if sys.platform == "linux":
        stop_when_parent_dies(program["stop_signal"])
    os.execve(program["argv"][0], program["argv"], program["environment"])


def wait_for_turn(last_start: Path) -> None:
    """One that ran is back at once. One that keeps ending is tried for ever, after twice the time up to 8 seconds.

    The file's time is that of the last start, its content how many quick ends there were before.
    """
    failures = 0
    with contextlib.suppress(FileNotFoundError, ValueError):
        age = time.time() - last_start.stat().st_mtime
        failures = int(last_start.read_text(encoding="ascii")) + 1 if 0 <= age < QUICK_END else 0
        time.sleep(max(min(2 ** (failures - 1), LONGEST_PAUSE) - age, 0) if failures else 0)
    last_start.write_text(str(failures), encoding="ascii")


def end_orphans(supervisor: int) -> None:
    """Kills them until none is left: the end of one may make orphans of its own children."""
    give_up = time.monotonic() + ORPHANS_GONE_WITHIN
    while (orphans := find_orphans(supervisor)) and time.monotonic() < give_up:
        for pid in orphans:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.01)


def find_orphans(supervisor: int) -> list[int]:
    """Children of the supervisor that it did not start: its own lead their process group within its session."""
    own_group, own_session = os.getpgid(supervisor), os.getsid(supervisor)
    orphans = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = file.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        state, pid = fields[0], int(file.parent.name)
        parent, group, session = map(int, fields[1:4])
        started_by_supervisor = session == own_session and group in {pid, own_group}
        if parent == supervisor and state not in "ZX" and not started_by_supervisor:
            orphans.append(pid)
    return orphans


def become(uid: int, gid: int) -> None:
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def stop_when_parent_dies(with_signal: int) -> None:
    """Survives the `execve`; without it a killed supervisor would leave servers that hold the ports."""
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(SET_PARENT_DEATH_SIGNAL, with_signal)
    if os.getppid() != parent:
        sys.exit("the supervisor is gone")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
