"""A machine that is busy with its first start answers late, or that it cannot: the seed is then begun again."""

import subprocess
import sys
import time
from collections.abc import Callable

import httpx

from deploy.people import PATIENCE_SECONDS, Refused

PAUSE_SECONDS = 1.0


def until_done(attempt: Callable[[], None], seconds: float = PATIENCE_SECONDS, pause: float = PAUSE_SECONDS) -> None:
    """An attempt makes only what is missing. Raises what the last one raised, and at once what no waiting mends."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return attempt()
        except (Refused, httpx.TransportError, TimeoutError, subprocess.CalledProcessError) as error:
            is_answer = isinstance(error, Refused) and error.status < 500
            if is_answer or time.monotonic() > deadline:
                raise
            sys.stderr.write(f"begun again after: {error}\n")
        time.sleep(pause)
