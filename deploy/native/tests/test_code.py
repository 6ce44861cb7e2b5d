"""Code that has changed is noticed, and what no process runs is not."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.native import code
from deploy.native.addresses import Addresses
from deploy.native.environment import Environments
from deploy.native.passwords import Passwords
from deploy.native.settings import PROJECT, Settings


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """One below a folder with the name of those that are not looked into."""
    project = tmp_path / "tests" / "project"
    for package in ("deploy/stand_ins/stripe/tests", "ticket_service", "shared"):
        (project / package).mkdir(parents=True)
    shutil.copy(PROJECT / "requirements.lock", project)
    monkeypatch.setattr(code, "PROJECT", project)
    yield project
    code.of_package.cache_clear()


def changed(path: Path, package: str) -> bool:
    """Whether the digest is another one after a change of this file."""
    code.of_package.cache_clear()
    before = code.digest(package)
    path.write_text("changed")
    code.of_package.cache_clear()
    return code.digest(package) != before


def test_a_change_is_noticed_wherever_the_project_lies(project: Path):
    assert changed(project / "ticket_service" / "main.py", "ticket_service")
    assert changed(project / "shared" / "serve.py", "ticket_service")


def test_tests_run_in_no_process(project: Path):
    assert not changed(project / "deploy" / "stand_ins" / "stripe" / "tests" / "test_faults.py", "deploy/stand_ins")


def test_a_stand_in_knows_its_code_too(project: Path, tmp_path: Path):
    settings = Settings(state=tmp_path)
    settings.make_folders()
    made = Environments(settings, Addresses.on_loopback(settings), Passwords(settings.var / "passwords.json"))
    code.of_package.cache_clear()
    before = made.of_stand_in("stripe")
    assert changed(project / "deploy" / "stand_ins" / "stripe" / "api.py", "deploy/stand_ins")
    assert made.of_stand_in("stripe") != before
