"""Where data lies, and what a reset takes away."""

import os
from pathlib import Path

import pytest

from deploy.native import accounts, places
from deploy.native.settings import Settings


class Unable(accounts.Account):
    """Reaches nothing."""

    def reaches(self, _path: Path) -> bool:
        return False


def test_data_lies_in_the_project_when_servers_can_go_there(tmp_path: Path):
    settings = Settings(state=tmp_path)
    settings.make_folders()
    assert places.data_directory(settings, account=None) == tmp_path / "var" / "data"


def test_data_of_a_closed_folder_lies_elsewhere_and_is_found_again(tmp_path: Path):
    """An ordinary user reaches what is its own; only root's servers run under another account."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    settings = Settings(state=closed, temporary=True)
    settings.make_folders()
    account = accounts.for_data(places.data_so_far(settings) / "postgres")
    data = places.data_directory(settings, account)
    assert data.is_relative_to(closed) is (os.geteuid() != 0)
    assert account is None or account.reaches(data)
    assert places.data_directory(settings, account) == data
    places.remove_data(settings)
    assert not data.exists()


def test_a_cluster_stays_with_its_owner_whatever_accounts_are_made_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    cluster = tmp_path / "postgres"
    cluster.mkdir()
    if os.geteuid() == 0:
        os.chown(cluster, 4242, 4243)
    owner = cluster.stat()
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    account = accounts.for_data(cluster)
    assert account
    assert (account.uid, account.gid) == (owner.st_uid, owner.st_gid)


def test_a_program_that_cannot_be_reached_is_copied_with_the_libraries_beside_it(tmp_path: Path):
    packages = tmp_path / "site-packages"
    binary = packages / "server" / "bin" / "serve"
    (packages / "server.libs").mkdir(parents=True)
    (packages / "server.libs" / "lib.so").touch()
    binary.parent.mkdir(parents=True)
    binary.write_text("first release")
    copy = places.within_reach(binary, tmp_path / "data", Unable("nobody", 65534, 65534))
    assert copy.exists()
    assert (copy.parents[2] / "server.libs" / "lib.so").exists()
    assert places.within_reach(binary, tmp_path / "data", None) == binary


def test_a_copied_program_is_of_the_release_that_is_installed(tmp_path: Path):
    binary = tmp_path / "site-packages" / "server" / "serve"
    binary.parent.mkdir(parents=True)
    for release in ("first", "second"):
        binary.write_text(release)
        copies = {places.within_reach(binary, tmp_path / "data", Unable("nobody", 65534, 65534)) for _ in range(2)}
        assert [copy.read_text() for copy in copies] == [release]


def test_a_reset_removes_data_and_secrets_and_keeps_what_is_slow_to_make(tmp_path: Path):
    settings = Settings(state=tmp_path)
    settings.make_folders()
    for name in ("data/postgres", "secrets/all", "venv/bin", "front-end/1", "certificates"):
        (settings.var / name).mkdir(parents=True)
    (settings.var / "passwords.json").touch()
    places.remove_data(settings)
    assert {path.name for path in settings.var.iterdir()} == {"venv", "front-end", "certificates"}
    assert not settings.logs.exists()
