"""What a machine lacks before there is a virtual environment: root's is brought, anybody else is told."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.native.settings import PROJECT

VENV_PACKAGE = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
APT_GET = """#!/bin/sh
echo "$1" >> asked
[ "$1" != update ] || { : > lists; exit 0; }
[ -e lists ] && [ -e online ] || { echo "E: Unable to locate package"; exit 100; }
while [ $# -gt 0 ]; do : > "installed-$1"; [ "$1" != python3.11 ] || cp bin/sound bin/python3.11; shift; done
"""
# Whether it can make virtual environments is a matter of another package.
SOUND = f"""#!/bin/sh
[ "$1" != -m ] || exec /usr/bin/test -e installed-{VENV_PACKAGE}
exec "{sys.executable}" "$@"
"""


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A new one of root's, with an old Python, whose package lists have to be fetched first."""
    programs = {"id": "#!/bin/sh\necho 0\n", "python3": "#!/bin/sh\nexit 1\n", "apt-get": APT_GET, "sound": SOUND}
    (tmp_path / "bin").mkdir()
    (tmp_path / "var").mkdir()
    (tmp_path / "online").touch()
    for name, text in programs.items():
        (tmp_path / "bin" / name).write_text(text)
        (tmp_path / "bin" / name).chmod(0o755)
    for name in ("bash", "sh", "env", "cp", "tail"):
        (tmp_path / "bin" / name).symlink_to(str(shutil.which(name)))
    return tmp_path


def run(machine: Path, command: str) -> "subprocess.CompletedProcess[str]":
    script = f"set -euo pipefail; . '{PROJECT}/deploy/native/install.sh'; distribution=usr/bin; {command}; echo done"
    environment = {"PATH": str(machine / "bin")}
    return subprocess.run(
        ["bash", "-c", script], cwd=machine, env=environment, capture_output=True, text=True, check=False
    )


def asked(machine: Path) -> list[str]:
    return (machine / "asked").read_text().split() if (machine / "asked").exists() else []


def _python(machine: Path, path: str, lacks: str = "nothing") -> None:
    """One that is new enough, and lacks a module."""
    place = machine / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(f'#!/bin/sh\ncase "$2" in *{lacks}*) exit 1; esac\nexit 0\n')
    place.chmod(0o755)


def test_the_distributions_own_python_is_taken_before_another(machine: Path):
    _python(machine, "bin/python3.12")
    assert run(machine, "find_python").stdout.split() == [str(machine / "bin/python3.12"), "done"]
    _python(machine, "usr/bin/python3", lacks="ensurepip")
    assert run(machine, "find_python").stdout.split() == [str(machine / "bin/python3.12"), "done"]
    _python(machine, "usr/bin/python3")
    assert run(machine, "find_python").stdout.split() == ["usr/bin/python3", "done"]
    assert run(machine, "PYTHON=python3.12; find_python").stdout.split() == [str(machine / "bin/python3.12"), "done"]


def test_a_python_that_cannot_make_environments_is_better_than_none(machine: Path):
    _python(machine, "usr/bin/python3", lacks="ensurepip")
    assert run(machine, "find_python").stdout.split() == ["usr/bin/python3", "done"]


def test_root_is_given_a_python_that_is_new_enough(machine: Path):
    ran = run(machine, "bring_python")
    assert ran.stdout.split() == [str(machine / "bin" / "python3.11"), "done"]
    assert asked(machine) == ["install", "update", "install", "install"]


def test_anybody_else_is_told_which_one_to_install(machine: Path):
    (machine / "bin" / "id").write_text("#!/bin/sh\necho 1000\n")
    ran = run(machine, "bring_python")
    assert ran.returncode == 1
    assert "apt-get install python3.11 python3.11-venv" in ran.stderr
    assert asked(machine) == []


def test_root_is_given_what_makes_virtual_environments(machine: Path):
    ran = run(machine, "python=sound; make_venv var/venv")
    assert ran.stdout == "done\n"
    assert asked(machine) == ["install", "update", "install"]


def test_what_cannot_be_installed_is_said(machine: Path):
    (machine / "online").unlink()
    for command, package in (("python=sound; make_venv var/venv", VENV_PACKAGE), ("bring_python", "python3.11")):
        ran = run(machine, command)
        assert ran.returncode == 1
        assert f"apt-get install {package}" in ran.stderr
        assert "E: Unable to locate package" in ran.stderr


def test_the_time_that_packages_took_is_handed_on(machine: Path):
    """It counts from when the command began; `spent` goes to the start, which says after how long all is ready."""
    stand_ins = "mkdir() { :; }; cmp() { return 1; }; make_venv() { :; }; install_packages() { SECONDS=54; }"
    assert "spent 54\n" in run(machine, f'{stand_ins}; bring_venv; echo "spent $spent"').stdout
    assert run(machine, 'echo "spent $spent"').stdout == "spent 0\ndone\n"
