"""Which system `./init-services.sh` means, and what it says and does where that is in containers."""

import os
import subprocess
from pathlib import Path

import pytest

from deploy.native.settings import PROJECT

# An engine with one project, whose containers and volumes are there as long as these files are.
DOCKER = """#!/bin/sh
case "$*" in
    ps*) [ ! -e containers ] || printf 'tickets\\ntickets\\n' ;;
    'volume ls -q --filter label=com.docker.compose.project=tickets') [ ! -e volumes ] || echo tickets_own ;;
    *down\\ --volumes) rm -f containers; [ -e in-use ] || rm -f volumes ;;
    *down) rm -f containers ;;
    *up\\ -d) touch containers volumes ;;
esac
echo "$*" >> asked
"""


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """Where `docker compose up -d` has been typed."""
    (tmp_path / "docker").write_text(DOCKER)
    (tmp_path / "docker").chmod(0o755)
    (tmp_path / "containers").touch()
    (tmp_path / "volumes").touch()
    return tmp_path


def run(machine: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """What `./init-services.sh` does first. It ends with 99 where the system is not in containers."""
    script = f"set -euo pipefail; . '{PROJECT}/deploy/docker/compose.sh'; in_containers || exit 99; with_compose \"$@\""
    return subprocess.run(
        ["bash", "-c", script, "bash", *arguments],
        cwd=machine,
        env={**os.environ, "PATH": f"{machine}:{os.environ['PATH']}"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_is_stopped_in_containers_is_started_there_again(machine: Path):
    assert run(machine, "--stop").stdout == "stopped; the data is kept\n"
    status = run(machine, "--status")
    assert (status.returncode, status.stdout) == (3, "not running\n")
    (machine / "asked").unlink()
    assert run(machine).returncode == 0
    asked = (machine / "asked").read_text().splitlines()
    initialized = next(n for n, command in enumerate(asked) if command.startswith("compose run --rm -T init "))
    assert asked.index("compose up -d") < initialized


def test_a_reset_takes_the_data_of_stopped_containers_too_and_the_folder_is_free_again(machine: Path):
    run(machine, "--stop")
    assert run(machine, "--reset", "--yes").stdout == "all data and secrets are deleted\n"
    assert not (machine / "volumes").exists()
    assert run(machine, "--status").returncode == 99


def test_a_reset_says_so_when_something_holds_the_data(machine: Path):
    (machine / "in-use").touch()
    ran = run(machine, "--reset", "--yes")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "in use" in ran.stderr


def test_a_reset_that_nobody_confirms_changes_nothing(machine: Path):
    ran = run(machine, "--reset")
    assert (ran.returncode, ran.stdout) == (1, "nothing was changed\n")
    assert (machine / "volumes").exists()


def test_volumes_of_another_folder_with_the_same_name_are_not_ours(machine: Path):
    (machine / "containers").unlink()
    assert run(machine, "--reset", "--yes").returncode == 99
    assert (machine / "volumes").exists()
