"""Installing servers starts none, neither now nor at the next boot."""

import os
from pathlib import Path

import pytest

from deploy.native import packages

APT_GET = """#!/bin/sh
echo "$1" >> "{folder}/asked"
[ "$1" = update ] && touch "{folder}/lists"
[ -e "{folder}/lists" ] || exit 100
[ "$1" = install ] || exit 0
[ "$({folder}/policy; echo $?)" = 101 ] && touch "{folder}/nothing-started"
ln -s /lib/systemd/system/server.service "{folder}/boot/server.service"
"""


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new one, whose package lists have to be fetched first."""
    (tmp_path / "boot").mkdir()
    (tmp_path / "boot" / "somebodys.service").symlink_to("/lib/systemd/system/somebodys.service")
    (tmp_path / "apt-get").write_text(APT_GET.format(folder=tmp_path))
    (tmp_path / "apt-get").chmod(0o755)
    monkeypatch.setattr(packages, "WANTED_AT_BOOT", tmp_path / "boot")
    monkeypatch.setattr(packages, "POLICY", tmp_path / "policy")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.defpath}")
    return tmp_path


def test_what_is_installed_is_not_started_now_nor_at_boot(machine: Path):
    packages.install(["server"])
    assert (machine / "nothing-started").exists()
    assert [link.name for link in (machine / "boot").iterdir()] == ["somebodys.service"]
    assert not (machine / "policy").exists()


def test_the_lists_are_fetched_only_where_they_are_missing(machine: Path):
    packages.install(["server"])
    packages.install(["another"])
    assert (machine / "asked").read_text().split() == ["install", "update", "install", "install"]


def test_a_policy_that_is_there_already_stays(machine: Path):
    (machine / "policy").write_text("#!/bin/sh\nexit 101\n")
    (machine / "policy").chmod(0o755)
    packages.install(["server"])
    assert (machine / "policy").exists()
