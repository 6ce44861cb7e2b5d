"""Named places at which a test makes the process die, as `kill -9` would: `FAIL_AT=capture.called:1`.

They exist only with `TICKETS_TEST_FAILPOINTS=1` in a development system; any other process refuses to start with it.
"""

import os
import signal
from collections import Counter
from functools import cache

_passed: Counter[str] = Counter()


def is_allowed() -> bool:
    """Raises RuntimeError when somebody asks for failpoints in production."""
    if os.environ.get("TICKETS_TEST_FAILPOINTS") != "1":
        return False
    if os.environ.get("ENV") != "development":
        raise RuntimeError("TICKETS_TEST_FAILPOINTS is for tests; it is refused outside ENV=development")
    return True


is_allowed()


@cache
def _fail_at() -> tuple[str, int] | None:
    """The place and at which passing of it, counted from 1, the process dies."""
    name, _, nth = os.environ.get("FAIL_AT", "").partition(":")
    return (name, int(nth or "1")) if name and is_allowed() else None


def reached(name: str) -> None:
    """Dies here, at once and without cleaning up, when the test has said so."""
    fail_at = _fail_at()
    if fail_at is None or fail_at[0] != name:
        return
    _passed[name] += 1
    if _passed[name] == fail_at[1]:
        os.kill(os.getpid(), signal.SIGKILL)
