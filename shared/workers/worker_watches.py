"""What a worker looks after while it runs, because Celery does not: its schedule's process, and the places of its tasks."""

import os
import signal
from typing import Any

import structlog
from celery import Celery, bootsteps
from celery.worker import state
from celery.worker.components import Beat, Timer
from celery.worker.consumer.tasks import Tasks

log = structlog.get_logger()

WATCHED_EVERY_SECONDS = 1.0
# An acknowledgement that is on its way looks like one that was lost, but not so many times in a row.
LOOKS = 3


def watch(app: Celery) -> None:
    app.steps["worker"].add(_ScheduleWatch)
    app.steps["consumer"].add(_AcknowledgementWatch)


class _ScheduleWatch(bootsteps.StartStopStep):  # type: ignore[misc]  # Celery ships no types
    """Ends the worker when the process of its schedule has died, which Celery does not notice: both are started again."""

    requires = (Beat, Timer)

    def start(self, worker: Any) -> None:
        if worker.beat is not None:
            worker.timer.call_repeatedly(WATCHED_EVERY_SECONDS, self._look, (worker,))

    def _look(self, worker: Any) -> None:
        is_ending = state.should_stop is not None  # and it is 0 then: the status with which it will end
        if not is_ending and not worker.beat.is_alive():
            log.error("schedule_died")
            os.kill(os.getpid(), signal.SIGTERM)


class _AcknowledgementWatch(bootsteps.StartStopStep):  # type: ignore[misc]  # as above
    """Connects to the broker again when an acknowledgement was lost: the task's place would stay taken for ever.

    That happens when the broker goes away while all places are taken: nobody reads from it then, so nobody notices, and
    an acknowledgement that fails is only logged.
    """

    requires = (Tasks,)

    def start(self, consumer: Any) -> None:
        self._suspicious = 0
        self._timer = consumer.timer.call_repeatedly(WATCHED_EVERY_SECONDS, self._look, (consumer,))

    def stop(self, _consumer: Any) -> None:
        self._timer.cancel()

    def _look(self, consumer: Any) -> None:
        """Raises ConnectionError, which ends the consumer's loop as any loss of the broker does."""
        places = consumer.task_consumer.channel.qos
        taken = places.prefetch_count - places.can_consume_max_estimate()
        self._suspicious = self._suspicious + 1 if taken > len(state.reserved_requests) else 0
        if self._suspicious >= LOOKS:
            raise ConnectionError("an acknowledgement was lost")
