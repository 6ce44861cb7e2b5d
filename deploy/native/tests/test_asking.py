"""Who asks or stops changes nothing, and what makes no sense together is refused."""

import shutil
import subprocess
from pathlib import Path

import pytest

from deploy.native import cli
from deploy.native.passwords import Passwords
from deploy.native.progress import Progress
from deploy.native.settings import PROJECT, Settings


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Of a system that was never started, or was reset."""
    made = Settings.for_tests(tmp_path / "state")
    monkeypatch.setattr(Settings, "from_environment", lambda: made)
    return made


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["init-services.sh", *arguments])
    return cli.main()


def files(settings: Settings) -> set[str]:
    return {str(path.relative_to(settings.state)) for path in settings.state.rglob("*")}


@pytest.mark.parametrize(
    ("argument", "status", "said"),
    [("--status", 3, "not running"), ("--check", 1, "nothing is running"), ("--logs", 1, "none yet")],
)
def test_asking_where_nothing_was_started_makes_nothing(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    argument: str,
    status: int,
    said: str,
):
    assert run(monkeypatch, argument) == status
    assert said in "".join(capsys.readouterr())
    assert files(settings) == set()


def test_stopping_and_resetting_where_nothing_was_started_make_only_their_lock(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    settings.state.mkdir()
    for arguments in (["--stop"], ["--reset", "--yes"], ["--stop"]):
        assert run(monkeypatch, *arguments) == 0
        assert files(settings) == {"var", "var/lock"}


def test_control_a_start_makes_folders(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    waited: list[float] = []

    def start(settings: Settings, progress: Progress) -> int:
        Passwords(settings.passwords)
        waited.append(progress.seconds)
        return 0

    monkeypatch.setattr(cli, "_start", start)
    settings.state.mkdir()
    assert run(monkeypatch, "--spent", "54") == 0
    assert {"var/run", "var/passwords.json", "storage/logs"} <= files(settings)
    assert 54 <= waited[0] < 60


@pytest.mark.parametrize(
    "arguments",
    [
        *(["--lan", other] for other in ("--status", "--stop", "--reset", "--logs", "--check", "--admin=")),
        *(["--yes", *others] for others in ([], ["--lan"], ["--stop"])),
        ["--stop", "--reset"],
    ],
    ids=" ".join,
)
def test_what_would_be_ignored_is_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
):
    with pytest.raises(SystemExit) as refused:
        run(monkeypatch, *arguments)
    assert refused.value.code == 2
    assert arguments[0] in capsys.readouterr().err.splitlines()[-1]
    assert files(settings) == set()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What a fresh clone has of the start, on a machine without Docker and Python."""
    for name in ("init-services.sh", "deploy/native/install.sh", "deploy/docker/compose.sh", "requirements.lock"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / name, tmp_path / name)
    install = tmp_path / "deploy/native/install.sh"
    install.write_text(install.read_text().replace("distribution=/usr/bin", "distribution=usr/bin"))
    (tmp_path / "bin").mkdir()
    for name in ("bash", "cmp", "dirname", "mkdir", "tail"):
        (tmp_path / "bin" / name).symlink_to(str(shutil.which(name)))
    return tmp_path


def shell(clone: Path, *arguments: str) -> tuple[int, str]:
    command = ["bash", str(clone / "init-services.sh"), *arguments]
    environ = {"PATH": str(clone / "bin")}
    ran = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout or ran.stderr


def test_a_fresh_clone_says_that_nothing_runs_without_installing_anything(clone: Path):
    assert shell(clone, "--status") == (3, "not running\n")
    assert shell(clone, "--stop") == (0, "nothing is running\n")
    assert not (clone / "var").exists()


def test_control_what_needs_packages_asks_for_a_python(clone: Path):
    for arguments in ([], ["--lan", "--status"]):
        status, said = shell(clone, *arguments)
        assert (status, "Python 3.11 or newer is needed" in said) == (1, True)


def test_what_may_run_without_its_packages_is_not_called_stopped(clone: Path):
    (clone / "var" / "run").mkdir(parents=True)
    (clone / "var" / "run" / "supervisord.pid").touch()
    assert shell(clone, "--status")[0] == 1


def test_the_start_is_told_of_the_time_that_went_before(clone: Path):
    (clone / "var" / "venv" / "bin").mkdir(parents=True)
    shutil.copy(clone / "requirements.lock", clone / "var" / "venv" / "installed.lock")
    python = clone / "var" / "venv" / "bin" / "python"
    python.write_text('#!/bin/bash\n[ "$1" = -c ] || echo "$@"\n')
    python.chmod(0o755)
    assert shell(clone, "--lan") == (0, "-m deploy.native --spent 0 --lan\n")
