"""Which code a service runs, so that starting again after a change restarts it."""

import hashlib
from functools import cache

from deploy.native.services import Service
from deploy.native.settings import PROJECT

NOT_RUN = {"tests", "__pycache__"}


def digest(service: Service) -> str:
    return hashlib.sha256((of_package(service.package) + of_package("shared") + _of_lock()).encode()).hexdigest()[:16]


@cache
def of_package(package: str) -> str:
    """By names, sizes and times: quick enough for every start."""
    digest = hashlib.sha256()
    for path in sorted((PROJECT / package).rglob("*")):
        if path.is_file() and NOT_RUN.isdisjoint(path.parts):
            state = path.stat()
            digest.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\0".encode())
    return digest.hexdigest()


@cache
def _of_lock() -> str:
    return hashlib.sha256((PROJECT / "requirements.lock").read_bytes()).hexdigest()
