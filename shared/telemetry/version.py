"""Which code a process runs: the release, and a digest of the sources that it is made of.

Two instances of a service with the same version do the same, wherever they were installed from.
"""

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

RELEASE = "0.1.0"
_NOT_RUN = frozenset({"tests", "__pycache__"})


@cache
def of(package: str) -> str:
    """Of a service's package with what all share: `0.1.0+5f2b91c04b7d`."""
    digest = hashlib.sha256()
    for root in (package, "shared"):
        for path, file in _files(resources.files(root), root):
            digest.update(f"{path}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return f"{RELEASE}+{digest.hexdigest()[:12]}"


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        below = f"{path}/{entry.name}"
        if entry.is_file():
            yield below, entry
        elif entry.name not in _NOT_RUN:
            yield from _files(entry, below)
