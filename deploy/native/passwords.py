"""The passwords of the servers: made at the first start, kept in `var/passwords.json` for its owner only."""

import fcntl
import json
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.native.services import SERVICES


class Passwords:
    NAMES = (
        "postgres", "redis", "redis_admin", "supervisor", "stripe_stand_in", "stripe_webhook", "stripe_control",
        "inbox_control", "sms",
        *(name for service in SERVICES for name in (service.name, f"{service.name}_owner")),
    )  # fmt: skip

    def __init__(self, path: Path, more: Iterable[str] = ()) -> None:
        with _alone_in(path.parent):
            self._values = read(path)
            if missing := [name for name in (*self.NAMES, *more) if name not in self._values]:
                self._values |= {name: secrets.token_hex(24) for name in missing}
                _write(path, self._values)

    def __getitem__(self, name: str) -> str:
        return self._values[name]


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Two first commands at once agree: a server keeps the password that it was made with."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def read(path: Path) -> dict[str, str]:
    """What a start has made; makes nothing."""
    if not path.exists():
        return {}
    values: dict[str, str] = json.loads(path.read_bytes())
    return values


def _write(path: Path, values: dict[str, str]) -> None:
    partial = path.with_suffix(".partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump(values, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    partial.rename(path)
