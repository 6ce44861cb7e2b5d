"""Stops asking an instance that fails, and finds out when it works again."""

from collections import deque

IN_A_ROW = 5
RECENT = 20
RECENT_SECONDS = 10.0
TRIAL_SECONDS = 2.0


class Breaker:
    """Opens at 5 failures in a row, or when half of the last 20 requests failed within 10 s; then one trial every 2 s.

    `now` is a monotonic time in seconds.
    """

    def __init__(self) -> None:
        self._recent: deque[tuple[float, bool]] = deque(maxlen=RECENT)
        self._in_a_row = 0
        self._trial_at: float | None = None

    @property
    def is_open(self) -> bool:
        return self._trial_at is not None

    def allows(self, now: float) -> bool:
        """Whether a request may be sent now."""
        return self._trial_at is None or now >= self._trial_at

    def begin(self, now: float) -> None:
        """A request is being sent: while open, it is the trial, and the next one is due later."""
        if self._trial_at is not None:
            self._trial_at = now + TRIAL_SECONDS

    def succeed(self, now: float) -> None:
        if self._trial_at is not None:
            self._trial_at = None
            self._recent.clear()
        self._in_a_row = 0
        self._recent.append((now, False))

    def fail(self, now: float) -> None:
        self._in_a_row += 1
        self._recent.append((now, True))
        if self._trial_at is None and (self._in_a_row >= IN_A_ROW or self._half_failed(now)):
            self.trip(now)

    def trip(self, now: float) -> None:
        """Opens, or stays open, whatever was counted."""
        self._trial_at = now + TRIAL_SECONDS

    def _half_failed(self, now: float) -> bool:
        if len(self._recent) < RECENT or self._recent[0][0] < now - RECENT_SECONDS:
            return False
        return sum(failed for _, failed in self._recent) >= RECENT / 2
