"""Debian's packages, installed so that no server of theirs is started: neither now nor at the next boot."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

POLICY = Path("/usr/sbin/policy-rc.d")
WANTED_AT_BOOT = Path("/etc/systemd/system/multi-user.target.wants")


def can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(names: Sequence[str]) -> None:
    """Whether that worked is seen by who looks for what they bring."""
    sys.stdout.write(f"not found, so installed with apt-get: {', '.join(names)}\n")
    sys.stdout.flush()
    before = _started_at_boot()
    command = ["install", "-y", "--no-install-recommends", *names]
    with _nothing_started():
        if _apt(*command):
            _apt("update")  # a new machine has no lists yet
            _apt(*command)
    for added in _started_at_boot() - before:
        added.unlink()


@contextmanager
def _nothing_started() -> Iterator[None]:
    """A policy that is there already is somebody's decision and stays."""
    ours = not POLICY.exists()
    if ours:
        POLICY.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")
        POLICY.chmod(0o755)
    try:
        yield
    finally:
        if ours:
            POLICY.unlink()


def _started_at_boot() -> set[Path]:
    """The links with which packages, or people, enable a service of systemd's."""
    return set(WANTED_AT_BOOT.glob("*.service"))


def _apt(*arguments: str) -> int:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = [shutil.which("apt-get") or "apt-get", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode
