"""Which code a process runs, so that starting again after a change restarts it."""

import hashlib
from functools import cache

from deploy.native.settings import PROJECT

NOT_RUN = {"tests", "__pycache__"}


def digest(package: str) -> str:
    return hashlib.sha256((of_package(package) + of_package("shared") + _of_lock()).encode()).hexdigest()[:16]


@cache
def of_package(package: str) -> str:
    """By names, sizes and times: quick enough for every start."""
    digest = hashlib.sha256()
    for path in sorted((PROJECT / package).rglob("*")):
        within = path.relative_to(PROJECT)
        if path.is_file() and NOT_RUN.isdisjoint(within.parts):
            state = path.stat()
            digest.update(f"{within}\0{state.st_size}\0{state.st_mtime_ns}\0".encode())
    return digest.hexdigest()


@cache
def _of_lock() -> str:
    return hashlib.sha256((PROJECT / "requirements.lock").read_bytes()).hexdigest()
