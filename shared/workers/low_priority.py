"""Work that may wait: it gets what others leave of the processors, and sees how much that is.

The lowest priority alone does not keep it out of others' way. Processors are often the halves of one core, and whoever
works in the gaps of one slows the other down.
"""

import os
import sys
import time
from pathlib import Path

import structlog

log = structlog.get_logger()

NICENESS = 19
# Shorter, and the kernel's hundredths of a second say little.
SHORTEST_LOOK_SECONDS = 0.25


def give_way() -> None:
    """For this process and the children that it starts. By its niceness the kernel counts their time apart from others'.

    A high niceness alone still took a fifth of two busy processors. Where the lowest class is refused, that must do.
    """
    os.nice(NICENESS)
    if sys.platform == "linux":
        try:
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
        except OSError as error:
            log.warning("priority_not_lowered", error=str(error))


class OrdinaryUse:
    """What part of the machine's processors is used by work of ordinary priority, its own and the kernel's, from 0 to 1.

    Of the whole machine, in a container too, since the kernel started it the first time and since the last look then.
    0 where the kernel does not tell.
    """

    def __init__(self, statistics: Path = Path("/proc/stat")) -> None:
        self._statistics = statistics
        self._looked_at = 0.0
        self._used = self._passed = 0
        self._share = 0.0

    def share(self) -> float:
        now = time.monotonic()
        if now - self._looked_at >= SHORTEST_LOOK_SECONDS:
            self._looked_at = now
            used, passed = self._read()
            if passed > self._passed:
                self._share = (used - self._used) / (passed - self._passed)
                self._used, self._passed = used, passed
        return self._share

    def _read(self) -> tuple[int, int]:
        """See proc_stat(5): all in hundredths of a second since the start; what was stolen is nobody's here."""
        try:
            with self._statistics.open() as file:
                fields = file.readline().split()
        except FileNotFoundError:
            return 0, 0
        user, nice, system, idle, iowait, irq, softirq = map(int, fields[1:8])
        used = user + system + irq + softirq
        return used, used + nice + idle + iowait
