"""Waiting: for a condition, until a deadline, with the name of what is missing when it passes."""

import http.client
import socket
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from deploy.native.errors import StartError

SHORTEST_PAUSE = 0.02
LONGEST_PAUSE = 0.5


class NotReady(StartError):
    """Names what was waited for in vain. The log is that of the first, when they are programs that log into `logs`."""

    def __init__(self, message: str, missing: Iterable[str], logs: Path | None) -> None:
        names = list(missing)
        super().__init__(f"{message}: {', '.join(names)}", logs / f"{names[0]}.log" if logs else None)


def wait_for(what: str, condition: Callable[[], bool], within: float) -> None:
    wait_for_all({what: condition}, within)


def wait_for_all(
    conditions: Mapping[str, Callable[[], bool]],
    within: float,
    hopeless: Callable[[], Iterable[str]] = tuple,
    logs: Path | None = None,
) -> None:
    """Raises NotReady when some are not met in time, or as soon as `hopeless` names any of them."""
    began = time.monotonic()
    missing = dict(conditions)
    while missing:
        missing = {what: condition for what, condition in missing.items() if not condition()}
        if lost := [what for what in hopeless() if what in missing]:
            raise NotReady("these keep ending as soon as they are started", lost, logs)
        waited = time.monotonic() - began
        if missing and waited > within:
            raise NotReady(f"not ready after {within:.0f} s", missing, logs)
        # What takes long is not asked so often: what is being started needs the processor.
        time.sleep(min(max(waited / 10, SHORTEST_PAUSE), LONGEST_PAUSE) if missing else 0)


def answers(port: int, path: str, host: str = "127.0.0.1") -> bool:
    """Whether it answers 200, to the name that every system has. Without the detours that an environment may set."""
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", path, headers={"Host": "localhost"})
        with connection.getresponse() as answer:  # of its own when the connection is not to be used again
            return answer.status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def listens(port: int, host: str = "127.0.0.1") -> bool:
    try:
        with socket.create_connection((host, port), timeout=0.5):
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
