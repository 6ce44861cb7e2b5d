"""Waiting: for a condition, until a deadline, with the name of what is missing when it passes."""

import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping

from deploy.native.errors import StartError

PAUSE_SECONDS = 0.05


class NotReady(StartError):
    """`missing` are the names of what was waited for in vain."""

    def __init__(self, message: str, missing: Iterable[str]) -> None:
        self.missing = tuple(missing)
        super().__init__(f"{message}: {', '.join(self.missing)}")


def wait_for(what: str, condition: Callable[[], bool], within: float) -> None:
    wait_for_all({what: condition}, within)


def wait_for_all(
    conditions: Mapping[str, Callable[[], bool]], within: float, hopeless: Callable[[], Iterable[str]] = tuple
) -> None:
    """Raises NotReady when some are not met in time, or as soon as `hopeless` names any of them."""
    give_up = time.monotonic() + within
    missing = dict(conditions)
    while missing:
        missing = {what: condition for what, condition in missing.items() if not condition()}
        if lost := [what for what in hopeless() if what in missing]:
            raise NotReady("these keep ending as soon as they are started", lost)
        if missing and time.monotonic() > give_up:
            raise NotReady(f"not ready after {within:.0f} s", missing)
        time.sleep(PAUSE_SECONDS if missing else 0)


def answers(url: str, host: str | None = None) -> bool:
    """Whether it answers 200."""
    return status(url, host) == 200


def status(url: str, host: str | None = None) -> int | None:
    """The status of the answer; None when nobody answers."""
    request = urllib.request.Request(url, headers={"Host": host} if host else {})  # noqa: S310  our own addresses
    try:
        with urllib.request.urlopen(request, timeout=2) as response:  # noqa: S310  our own addresses
            return int(response.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except (OSError, ValueError):
        return None


def listens(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=0.5):
            return True
    except OSError:
        return False


def redis_answers(port: int, password: str) -> bool:
    """False also while the server still reads its log after a crash."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=0.5) as connection:
            connection.settimeout(0.5)
            connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            answer = b""
            while answer.count(b"\r\n") < 2 and (part := connection.recv(256)):
                answer += part
            return answer == b"+OK\r\n+PONG\r\n"
    except OSError:
        return False
