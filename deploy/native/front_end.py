"""Builds the front end where its sources are not yet built; a build is kept under the hash of its sources."""

import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from deploy.native import binaries
from deploy.native.errors import StartError
from deploy.native.settings import PROJECT

SOURCES = PROJECT / "frontend"
BUILDS = PROJECT / "var" / "front-end"
MADE_BY_TOOLS = {"node_modules", "dist", "coverage", "test-results", "playwright-report"}
KEPT_BUILDS = 3


def build(environ: Mapping[str, str], log: Path) -> Path:
    """The folder of the built files. Raises StartError when the build fails."""
    BUILDS.mkdir(parents=True, exist_ok=True)
    with (BUILDS / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        built = BUILDS / _digest(SOURCES)
        if not built.exists():
            _build(built, environ, log)
            _forget_old_builds()
        return built


def _build(target: Path, environ: Mapping[str, str], log: Path) -> None:
    node = binaries.find(binaries.NODE, environ).path
    if not _modules_are_current():
        _npm(node, log, "ci", "--no-audit", "--no-fund")
        _modules_mark().parent.mkdir(exist_ok=True)
        _modules_mark().write_text(_file_digest(SOURCES / "package-lock.json"), encoding="ascii")
    _npm(node, log, "run", "build")
    partial = target.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    shutil.copytree(SOURCES / "dist", partial)
    partial.rename(target)


def npm_of(node: Path) -> list[str]:
    """The command of the npm beside a node, so that both are of one release."""
    script = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(node), str(script)] if script.exists() else [shutil.which("npm") or "npm"]


def _npm(node: Path, log: Path, *arguments: str) -> None:
    npm = npm_of(node)
    search = os.pathsep.join((str(node.parent), os.environ.get("PATH", os.defpath)))
    with log.open("ab") as output:
        ran = subprocess.run(
            [*npm, *arguments],
            cwd=SOURCES,
            env={
                "NODE_USE_SYSTEM_CA": "1",
                **os.environ,
                "PATH": search,
            },  # a company's proxy is known to the system only
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
        )
    if ran.returncode:
        raise StartError(f"`npm {' '.join(arguments)}` failed in frontend/", log)


def _modules_mark() -> Path:
    return SOURCES / "node_modules" / ".installed-from"


def _modules_are_current() -> bool:
    mark = _modules_mark()
    return mark.exists() and mark.read_text(encoding="ascii") == _file_digest(SOURCES / "package-lock.json")


def _forget_old_builds() -> None:
    builds = sorted((path for path in BUILDS.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime)
    for old in builds[:-KEPT_BUILDS]:
        shutil.rmtree(old)


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for directory, folders, files in os.walk(folder):
        folders[:] = sorted(set(folders) - MADE_BY_TOOLS)
        for name in sorted(files):
            path = Path(directory, name)
            digest.update(f"{path.relative_to(folder)}\0{_file_digest(path)}\0".encode())
    return digest.hexdigest()[:16]


def _file_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
