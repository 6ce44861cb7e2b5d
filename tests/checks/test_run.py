"""How `./run-tests.sh` counts what it ran and what it could not run, and how it ends when somebody ends it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deploy.native import packages
from deploy.native.settings import PROJECT
from tests.browser import chromium
from tests.run import PACKAGES, run
from tests.steps import Part, Step
from tests.system_servers import NOT_RUN


def ends_with(status: int) -> Step:
    return Step(f"ends with {status}", ["sh", "-c", f"echo because; exit {status}"])


def test_what_cannot_run_here_is_said_and_counts_neither_way(capsys: pytest.CaptureFixture[str]):
    after = ends_with(0)
    assert run([Part("here", [ends_with(0)]), Part("elsewhere", [ends_with(NOT_RUN), after])]) == 0
    said = capsys.readouterr().out
    assert "NOT RUN" in said
    assert "because" in said
    assert "1 passed, 0 failed" in said
    assert after.status is None


def test_a_step_that_fails_fails_the_whole_and_ends_its_part(capsys: pytest.CaptureFixture[str]):
    after = ends_with(0)
    assert run([Part("broken", [ends_with(0), ends_with(1), after])]) == 1
    assert "1 passed, 1 failed" in capsys.readouterr().out
    assert after.status is None


PATIENCE_SECONDS = 60
# More parts than run at once: what waits for its turn must not get it any more.
LONG = """
import sys
from tests.run import run
from tests.steps import Part, Step, ending

ending.heed_signals()
name = "echo $$ > {0}.pid; exec sleep 600"
sys.exit(run([Part(str(n), [Step(str(n), ["sh", "-c", name.format(n)])]) for n in range(4)]))
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_what_runs_and_nothing_else_begins(tmp_path: Path, number: signal.Signals):
    environ = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    command = [sys.executable, "-c", LONG]
    with subprocess.Popen(command, cwd=tmp_path, env=environ, stdout=subprocess.PIPE, text=True) as running:
        try:
            begun = _begun(tmp_path)
        finally:
            running.send_signal(number)
        said, _ = running.communicate(timeout=PATIENCE_SECONDS)
    assert running.returncode == 128 + number
    assert "ended before the end" in said
    assert len(list(tmp_path.glob("*.pid"))) == len(begun) == 2
    assert [pid for pid in begun if Path(f"/proc/{pid}").exists()] == []


def _begun(folder: Path) -> list[int]:
    """The processes, once two have said who they are."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        said = [file.read_text(encoding="ascii").strip() for file in folder.glob("*.pid")]
        if len([pid for pid in said if pid]) == 2:
            return [int(pid) for pid in said]
        time.sleep(0.02)
    raise AssertionError("they did not begin")


@pytest.mark.parametrize("user", [0, 1000], ids=["root, in vain", "an ordinary user"])
def test_who_cannot_install_the_browser_is_told_what_was_not_run(
    user: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "apt-get").write_text("#!/bin/sh\nexit 100\n")
    (tmp_path / "apt-get").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(packages, "POLICY", tmp_path / "policy")
    monkeypatch.setattr(chromium, "PATH", Path("/nowhere/chromium"))
    monkeypatch.setattr(os, "geteuid", lambda: user)
    assert chromium.main() == NOT_RUN
    said = capsys.readouterr().out
    assert "no page is tested in a browser" in said
    assert "./run-tests.sh browser" in said


def test_a_browser_is_asked_for_in_its_own_part_only():
    files = [path for package in PACKAGES for path in (PROJECT / package).rglob("*.py")]
    assert [path for path in files if "from playwright" in path.read_text(encoding="utf-8")] == []
