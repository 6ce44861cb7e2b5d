"""Named places at which a test makes the process die, as `kill -9` would: `FAIL_AT=capture.called:1`.

They exist only with `TICKETS_TEST_FAILPOINTS=1` in a development system; any other process refuses to start with it.
"""

import os
import signal
from collections import Counter

_passed: Counter[str] = Counter()


def _armed() -> tuple[str, int] | None:
    """The place and at which passing of it, counted from 1, the process dies."""
    if os.environ.get("TICKETS_TEST_FAILPOINTS") != "1":
        return None
    if os.environ.get("ENV") != "development":
        raise RuntimeError("TICKETS_TEST_FAILPOINTS is for tests; it is refused outside ENV=development")
    name, _, nth = os.environ.get("FAIL_AT", "").partition(":")
    return (name, int(nth or "1")) if name else None


_FAIL_AT = _armed()


def reached(name: str) -> None:
    """Dies here, at once and without cleaning up, when the test has said so."""
    if _FAIL_AT is None or _FAIL_AT[0] != name:
        return
    _passed[name] += 1
    if _passed[name] == _FAIL_AT[1]:
        os.kill(os.getpid(), signal.SIGKILL)
