import contextlib
import fcntl
import tempfile
from collections.abc import Iterator
from typing import Any

from celery.signals import task_postrun

from notification_service import hints
from notification_service.config import Settings
from notification_service.deliveries import service as deliveries
from notification_service.notices import service as notices
from shared.runtime import Runtime
from shared.worker import task

# Made before the worker's children are, which so share it.
_sending = tempfile.TemporaryFile()  # noqa: SIM115  open as long as the process


@task("notification.send_due")
async def send_due(runtime: Runtime[Settings]) -> None:
    """News for many become notifications, and notifications are sent."""
    await notices.fan_out_all(runtime.database)
    with _alone() as is_alone:
        if is_alone:
            await deliveries.send_due(runtime)


@contextlib.contextmanager
def _alone() -> Iterator[bool]:
    """Whether no other child of this worker is sending: a mail server that stalls must not hold up all of them.

    A child that dies gives the lock back.
    """
    try:
        fcntl.lockf(_sending, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        yield False
        return
    try:
        yield True
    finally:
        fcntl.lockf(_sending, fcntl.LOCK_UN)


def _send_what_was_added(**_signal: Any) -> None:
    """After any task of this worker, the reading of a message log above all."""
    if hints.take():
        send_due.apply_async(expires=30)


task_postrun.connect(_send_what_was_added, weak=False)
