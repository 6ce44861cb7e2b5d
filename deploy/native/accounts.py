"""Under which account servers run when root starts them, and whether that account can reach a path."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from deploy.native.errors import StartError


@dataclass(frozen=True, slots=True)
class Account:
    name: str
    uid: int
    gid: int

    def reaches(self, path: Path) -> bool:
        probe = ["/usr/bin/env", "test", "-x", str(path)]
        return subprocess.run(probe, user=self.uid, group=self.gid, extra_groups=[], check=False).returncode == 0

    def give(self, path: Path) -> None:
        os.chown(path, self.uid, self.gid)


def for_data(cluster: Path) -> Account | None:
    """None: as whoever starts it. Postgres refuses to run as root.

    A cluster that is there stays with its owner: an account called postgres may have been made since.
    """
    if os.geteuid() != 0:
        return None
    if not cluster.exists():
        return _first("postgres", "nobody")
    state = cluster.stat()
    return Account(str(state.st_uid), state.st_uid, state.st_gid)


def for_web() -> Account | None:
    """The account of nginx's workers; not the one that owns the data."""
    return _first("www-data", "nginx", "nobody") if os.geteuid() == 0 else None


def _first(*names: str) -> Account:
    for name in names:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise StartError(f"none of the accounts {', '.join(names)} exists; start as an ordinary user")
