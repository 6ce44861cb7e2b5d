"""Each bug in turn stands in a copy of the tree: the test that is named beside it must fail there, and passes without it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.planted.bugs import BUGS, STOCK_HISTORY, Bug

PROJECT = Path(__file__).parents[2]
COPIED = ("shared", "ticket_service", "deploy")
MOST_SECONDS = 240


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for package in COPIED:
        shutil.copytree(PROJECT / package, tmp_path / package)
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    return tmp_path


def _run(copy: Path, *tests: str) -> subprocess.CompletedProcess[str]:
    options = ("-q", "-rf", "-x", "-p", "no:cacheprovider", "--timeout", str(MOST_SECONDS))
    command = [sys.executable, "-m", "pytest", *options, *tests]
    return subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)


def _plant(copy: Path, bug: Bug) -> None:
    _change(copy / bug.file, bug.text, bug.instead)
    if bug.without is not None:
        _change(copy / STOCK_HISTORY, bug.without, "")


def _change(file: Path, text: str, instead: str) -> None:
    healthy = file.read_text(encoding="utf-8")
    assert healthy.count(text) == 1, f"{file.name} has changed: the bug has no place any more"
    file.write_text(healthy.replace(text, instead), encoding="utf-8")


@pytest.mark.timeout(2 * MOST_SECONDS)
@pytest.mark.parametrize("bug", BUGS, ids=str)
def test_a_bug_is_caught(copy: Path, bug: Bug):
    _plant(copy, bug)
    done = _run(copy, bug.test)
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout[-2000:] + done.stderr[-2000:]
    assert f"FAILED {bug.test}" in done.stdout, done.stdout[-2000:]


@pytest.mark.timeout(2 * MOST_SECONDS)
def test_control_without_a_bug_the_same_tests_pass(copy: Path):
    done = _run(copy, *sorted({bug.test for bug in BUGS}))
    assert done.returncode == pytest.ExitCode.OK, done.stdout[-2000:] + done.stderr[-2000:]
