"""Argon2id in two threads: a hash takes tens of milliseconds of a core and 19 MiB, and must not starve everything else."""

import asyncio
import contextlib
import os
import secrets
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from passlib.context import CryptContext
from passlib.exc import PasswordSizeError, UnknownHashError

from auth_service.passwords.errors import TooManySignIns

THREADS = 2
QUEUE = 20

T = TypeVar("T")

# The second of the equivalent settings in OWASP's Password Storage Cheat Sheet.
_context = CryptContext(
    ["argon2"], argon2__type="ID", argon2__memory_cost=19456, argon2__time_cost=2, argon2__parallelism=1
)


def _step_back() -> None:
    """Linux schedules threads one by one: whoever waits for anything else goes first."""
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 5)


_threads = ThreadPoolExecutor(THREADS, thread_name_prefix="argon2", initializer=_step_back)
_nobodys_hash: str = _context.hash(secrets.token_urlsafe())
_places = THREADS + QUEUE


@contextlib.contextmanager
def place() -> Iterator[None]:
    """A place at the threads or in their queue. Raises TooManySignIns when there is none."""
    global _places  # noqa: PLW0603  counted by the event loop alone, which needs no lock
    if _places == 0:
        raise TooManySignIns(retry_after=1)
    _places -= 1
    try:
        yield
    finally:
        _places += 1


async def make(password: str) -> str:
    """The hash to keep. Call it within `place()`."""
    return await _run(lambda: _hash(password))


async def matches(password: str, password_hash: str | None) -> tuple[bool, str | None]:
    """Whether the password is the hash's, and a stronger hash when that one is outdated. Call it within `place()`.

    Without a hash (nobody has the address) it is as slow, and false.
    """
    return await _run(lambda: _matches(password, password_hash))


async def _run(work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(_threads, work)


def _hash(password: str) -> str:
    hashed: str = _context.hash(password)
    return hashed


def _matches(password: str, password_hash: str | None) -> tuple[bool, str | None]:
    try:
        is_right, stronger = _context.verify_and_update(password, password_hash or _nobodys_hash)
    except (ValueError, UnknownHashError, PasswordSizeError):
        return False, None
    return bool(is_right) and password_hash is not None, stronger
