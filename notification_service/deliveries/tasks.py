from typing import Any

from celery.signals import task_postrun

from notification_service import hints
from notification_service.config import Settings
from notification_service.deliveries import service as deliveries
from notification_service.deliveries.pace import Pace
from notification_service.notices import service as notices
from shared.runtime import Runtime
from shared.workers.outside import Outside
from shared.workers.worker import task

_servers = Outside()
_pace = Pace.of_this_machine()


@task("notification.send_due")
async def send_due(runtime: Runtime[Settings]) -> None:
    """News for many become notifications, and notifications are sent."""
    await notices.fan_out_all(runtime.database)
    with _servers.alone() as is_alone:
        if is_alone:
            await deliveries.send_due(runtime, pace=_pace)


def _send_what_was_added(**_signal: Any) -> None:
    """After any task of this worker, the reading of a message log above all."""
    if hints.take():
        send_due.apply_async(expires=30)


task_postrun.connect(_send_what_was_added, weak=False)
