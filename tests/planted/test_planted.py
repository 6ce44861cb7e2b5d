"""Each bug in turn stands in a copy of the tree: the test that is named beside it must fail there, and passes without it."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.planted.bugs import BUGS, STOCK_HISTORY, Bug

PROJECT = Path(__file__).parents[2]
COPIED = ("shared", "ticket_service", "deploy")
MOST_SECONDS = 240
AT_ONCE = 2
Run = subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def runs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Bug, Future[Run]]]:
    """The bugs that this session asks for, some at once: their tests wait for their ends."""
    asked = [item for item in request.session.items if isinstance(item, pytest.Function) and hasattr(item, "callspec")]
    bugs = [bug for item in asked if isinstance(bug := item.callspec.params.get("bug"), Bug)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {bug: pool.submit(_run_with, bug, tmp_path_factory.mktemp("copy")) for bug in bugs}


def _run_with(bug: Bug, folder: Path) -> Run:
    _copy_to(folder)
    _plant(folder, bug)
    return _run(folder, bug.test)


def _copy_to(folder: Path) -> None:
    for package in COPIED:
        shutil.copytree(PROJECT / package, folder / package)
    shutil.copy(PROJECT / "pyproject.toml", folder)


def _run(copy: Path, *tests: str) -> Run:
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
def test_a_bug_is_caught(runs: dict[Bug, Future[Run]], bug: Bug):
    done = runs[bug].result()
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout[-2000:] + done.stderr[-2000:]
    assert f"FAILED {bug.test}" in done.stdout, done.stdout[-2000:]


@pytest.mark.timeout(2 * MOST_SECONDS)
def test_control_without_a_bug_the_same_tests_pass(tmp_path: Path):
    _copy_to(tmp_path)
    done = _run(tmp_path, *sorted({bug.test for bug in BUGS}))
    assert done.returncode == pytest.ExitCode.OK, done.stdout[-2000:] + done.stderr[-2000:]
