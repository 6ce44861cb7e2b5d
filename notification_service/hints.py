"""What was heard is sent at once: after each look into a message log the worker also looks for what is due.

Only a hint, which costs one query when there is nothing; the schedule finds what it misses.
"""

from typing import Any

from celery import Task
from celery.signals import task_postrun

from notification_service.deliveries.tasks import send_due
from notification_service.notices.tasks import fan_out
from shared.pokes import FOLLOW_TASK


def give() -> None:
    task_postrun.connect(_look_at_once, weak=False)


def _look_at_once(task: Task, **_signal: Any) -> None:
    if task.name == FOLLOW_TASK:
        fan_out.apply_async(expires=30)
        send_due.apply_async(expires=30)
