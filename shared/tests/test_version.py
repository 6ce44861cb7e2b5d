"""Which code runs is told by what it is made of, not by where it lies."""

import shutil
import tomllib
from pathlib import Path

import pytest

from shared.telemetry import version

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of its own, found under the name `copied`."""
    shutil.copytree(PROJECT / "user_service", tmp_path / "copied")
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path / "copied"


def told() -> str:
    return version.of.__wrapped__("copied")


def test_the_release_is_the_projects():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    assert project["version"] == version.RELEASE
    assert version.of("user_service").startswith(f"{version.RELEASE}+")


def test_other_code_is_another_version(copied: Path):
    before = told()
    assert told() == before
    with (copied / "main.py").open("a") as file:
        file.write("# later\n")
    assert told() != before


def test_tests_are_no_part_of_it(copied: Path):
    before = told()
    (copied / "tests" / "test_more.py").write_text("")
    assert told() == before


def test_two_services_have_two_versions():
    assert version.of("user_service") != version.of("auth_service")
