"""How fast is sent what is not urgent: as fast as it can be, but one a second while others want the processors.

A mail with its tickets costs as much as thirty orders. In a rush buyers see their tickets in the browser, and the mails
come when it is over.
"""

import time
from collections.abc import Callable

from shared.workers.low_priority import OrdinaryUse

BUSY = 0.6
SECONDS_BETWEEN = 1.0


class Pace:
    """`others`: what part of the processors is used by those who do not give way."""

    def __init__(self, others: Callable[[], float]) -> None:
        self._others = others
        self._last = float("-inf")

    @classmethod
    def of_this_machine(cls) -> "Pace":
        return cls(OrdinaryUse().share)

    def allows_one(self) -> bool:
        """Whether one may be sent now; it counts as sent then."""
        now = time.monotonic()
        if self._others() > BUSY and now < self._last + SECONDS_BETWEEN:
            return False
        self._last = now
        return True


FULL_SPEED = Pace(lambda: 0.0)
