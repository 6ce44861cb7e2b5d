"""The front end is built once for the same sources."""

import json
from pathlib import Path

import pytest

from deploy.native import front_end
from deploy.native.errors import StartError

PACKAGE = {"name": "small", "version": "1.0.0"}
BUILD = "mkdir -p dist && cp page.html dist/index.html && echo once >> ../built"


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "frontend"
    folder.mkdir()
    write_package(folder, BUILD)
    lock = {**PACKAGE, "lockfileVersion": 3, "packages": {"": PACKAGE}}
    (folder / "package-lock.json").write_text(json.dumps(lock))
    (folder / "page.html").write_text("first")
    monkeypatch.setattr(front_end, "SOURCES", folder)
    monkeypatch.setattr(front_end, "BUILDS", tmp_path / "builds")
    return folder


def write_package(folder: Path, build: str) -> None:
    (folder / "package.json").write_text(json.dumps({**PACKAGE, "scripts": {"build": build}}))


def test_the_same_sources_are_built_once_and_changed_ones_again(sources: Path, tmp_path: Path):
    log = tmp_path / "log"
    first = front_end.build({}, log)
    assert front_end.build({}, log) == first
    (sources / "page.html").write_text("second")
    second = front_end.build({}, log)
    assert [(built / "index.html").read_text() for built in (first, second)] == ["first", "second"]
    assert (tmp_path / "built").read_text() == "once\n" * 2


def test_a_build_that_fails_is_an_error_with_its_log_and_leaves_nothing(sources: Path, tmp_path: Path):
    write_package(sources, "echo what is wrong; exit 1")
    with pytest.raises(StartError, match="npm run build") as failed:
        front_end.build({}, tmp_path / "log")
    assert failed.value.log
    assert "what is wrong" in failed.value.log.read_text()
    assert not [path for path in (tmp_path / "builds").iterdir() if path.is_dir()]
