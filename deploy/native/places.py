"""Where data lies: under `var/`, or, when root starts the system in a folder closed to others, where servers can go."""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from deploy.native.accounts import Account
from deploy.native.settings import Settings

KEPT = {"venv", "installer", "install.log", "install.lock", "lock", "front-end", "certificates", "compose-project"}


def data_so_far(settings: Settings) -> Path:
    """Where an earlier start has put it. One that had to be elsewhere is noted in `var/`."""
    note = _note(settings)
    return Path(note.read_text(encoding="utf-8").strip()) if note.exists() else settings.var / "data"


def data_directory(settings: Settings, account: Account | None) -> Path:
    """The folder for what servers keep, which `account` can reach."""
    chosen = data_so_far(settings)
    if not _note(settings).exists():
        chosen.mkdir(exist_ok=True)
        if account and not account.reaches(chosen):
            chosen = _elsewhere(settings)
            _note(settings).write_text(f"{chosen}\n", encoding="utf-8")
    chosen.mkdir(parents=True, exist_ok=True)
    chosen.chmod(0o755)
    return chosen


def _note(settings: Settings) -> Path:
    return settings.var / "data-directory"


def _elsewhere(settings: Settings) -> Path:
    if settings.temporary:
        return Path(tempfile.mkdtemp(prefix="event-ticketing-"))
    ours = Path("/var/lib/event-ticketing")
    ours.mkdir(exist_ok=True)
    ours.chmod(0o755)
    return ours / hashlib.sha256(os.fsencode(settings.state)).hexdigest()[:12]


def within_reach(binary: Path, data: Path, account: Account | None) -> Path:
    """`binary`, or its copy where the account can go. A wheel is copied whole: its libraries lie at relative paths.

    Another release is another copy.
    """
    if account is None or account.reaches(binary):
        return binary
    packages = next((parent for parent in binary.parents if parent.name == "site-packages"), binary.parent)
    package = binary.relative_to(packages).parts[0]
    copies = data / "programs" / f"{package}-{hashlib.sha256(binary.read_bytes()).hexdigest()[:12]}"
    if not copies.exists():
        partial = copies.with_name(f"{copies.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        for source in (packages / package, packages / f"{package}.libs"):
            if source.is_dir():
                shutil.copytree(source, partial / source.name, symlinks=True)
            elif source.is_file():
                shutil.copy2(source, partial)
        partial.rename(copies)
    return copies / binary.relative_to(packages)


def folder_within_reach(folder: Path, data: Path, account: Account | None) -> Path:
    """`folder`, or its copy where the account can go."""
    if account is None or account.reaches(folder):
        return folder
    copy = data / folder.parent.name / folder.name
    if not copy.exists():
        shutil.copytree(folder, copy)
    return copy


def remove_data(settings: Settings) -> None:
    """All that a start makes, except what is only slow to make again: packages, builds, the local certificate."""
    shutil.rmtree(data_so_far(settings), ignore_errors=True)
    for made in settings.var.iterdir():
        if made.name not in KEPT:
            shutil.rmtree(made) if made.is_dir() else made.unlink()
    shutil.rmtree(settings.state / "storage", ignore_errors=True)
