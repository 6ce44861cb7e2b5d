"""Which server is taken when several could be."""

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from deploy.native import binaries
from deploy.native.binaries import Wanted
from deploy.native.errors import StartError


def program(folder: Path, version: str) -> Path:
    """Something that can be run and says its version."""
    path = folder / f"server-{version}"
    path.write_text(f"#!/bin/sh\necho server {version}\n")
    path.chmod(0o755)
    return path


def wanted(*, wheel: Iterable[Path] = (), system: Iterable[Path] = ()) -> Wanted:
    return Wanted("Server", "SERVER_BINARY", (2, 1), (), lambda: wheel, lambda: system)


def test_what_the_environment_names_comes_first(tmp_path: Path):
    named, wheel = program(tmp_path, "2.2"), program(tmp_path, "2.3")
    found = binaries.find(wanted(wheel=[wheel]), {"SERVER_BINARY": str(named)})
    assert (found.path, found.version) == (named, (2, 2))


def test_a_named_server_that_cannot_be_used_is_an_error_and_not_replaced(tmp_path: Path):
    wheel = program(tmp_path, "2.3")
    for useless in (program(tmp_path, "2.0"), tmp_path / "absent"):
        with pytest.raises(StartError, match="SERVER_BINARY"):
            binaries.find(wanted(wheel=[wheel]), {"SERVER_BINARY": str(useless)})


def test_a_wheel_comes_before_the_system(tmp_path: Path):
    wheel, system = program(tmp_path, "2.1"), program(tmp_path, "2.9")
    assert binaries.find(wanted(wheel=[wheel], system=[system]), {}).origin == "wheel"


def test_a_wheel_that_cannot_be_run_here_is_passed_over(tmp_path: Path):
    broken = tmp_path / "broken"
    broken.write_bytes(b"\x7fELF for another machine")
    broken.chmod(0o755)
    too_old, system = program(tmp_path, "1.9"), program(tmp_path, "2.5")
    found = binaries.find(wanted(wheel=[broken], system=[too_old, system]), {})
    assert (found.path, found.origin) == (system, "system")


def test_when_nothing_is_found_the_error_says_what_to_do():
    with pytest.raises(StartError, match=r"Server 2\.1 or newer .* SERVER_BINARY"):
        binaries.find(wanted(), {})


@pytest.mark.parametrize("real", [binaries.POSTGRES, binaries.VALKEY, binaries.NGINX, binaries.NODE])
def test_the_wheels_bring_every_server(real: Wanted):
    assert binaries.find(real, {}).origin == "wheel"


@pytest.fixture
def two_system_postgres(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    folders = [tmp_path / "postgresql" / version / "bin" for version in ("9.6", "15", "16")]
    for folder in folders:
        folder.mkdir(parents=True)
        (folder / "postgres").touch()
    monkeypatch.setattr(binaries, "SYSTEM_POSTGRES", tmp_path / "postgresql")
    monkeypatch.setenv("PATH", os.defpath)
    return folders


def test_of_the_systems_postgres_versions_the_newest_is_tried_first(two_system_postgres: list[Path]):
    versions = [path.parts[-3] for path in binaries.POSTGRES.on_system() if path.parts[-3] != "usr"]
    assert versions[:3] == ["16", "15", "9.6"]
