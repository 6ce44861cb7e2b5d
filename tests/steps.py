"""What `./run-tests.sh` runs: commands with names, in parts, and an end to all of them when somebody wants one."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import FrameType

from tests.system_servers import NOT_RUN

_COUNTS = re.compile(r"(\d+) (passed|failed|error|errors)\b")


class Ending:
    """Ctrl-C and SIGTERM: what runs is asked to end, and nothing else starts.

    The handler raises nothing: an exception between the start of a process and the line that keeps it in mind would
    leave it running.
    """

    def __init__(self) -> None:
        self.signal: int | None = None
        self.running: set[subprocess.Popen[str]] = set()

    def heed_signals(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)

    def run(self, command: Sequence[str], folder: str) -> tuple[str, int]:
        """What it said and how it ended."""
        process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
        )
        self.running.add(process)
        if self.signal:
            process.terminate()
        output, _ = process.communicate()
        self.running.discard(process)
        return output, process.returncode

    def _end(self, number: int, _frame: FrameType | None) -> None:
        self.signal = number
        for process in tuple(self.running):
            process.terminate()


ending = Ending()


@dataclass
class Step:
    """A command with a name. Steps of one part run in order and stop at the first failure, unless it runs some at once."""

    name: str
    command: Sequence[str]
    folder: str = "."
    output: str = ""
    seconds: float = 0.0
    status: int | None = None
    always_shown: bool = False

    def run(self) -> bool:
        if ending.signal:
            return False
        started = time.monotonic()
        self.output, self.status = ending.run(self.command, self.folder)
        self.seconds = time.monotonic() - started
        outcome = {0: "ok  ", NOT_RUN: "NOT RUN"}.get(self.status, "FAIL")
        sys.stdout.write(f"{outcome} {self.seconds:6.1f} s  {self.name}\n")
        if self.status != 0 or self.always_shown:
            sys.stdout.write(self.output.rstrip() + "\n")
        sys.stdout.flush()
        return self.status == 0

    @property
    def counts(self) -> dict[str, int]:
        """How many tests passed and failed, by pytest's or Vitest's closing line; a plain command counts as one."""
        found = {"passed": 0, "failed": 0}
        last = next((line for line in reversed(self.output.splitlines()) if _COUNTS.search(line)), "")
        for number, word in _COUNTS.findall(last):
            found["passed" if word == "passed" else "failed"] += int(number)
        if not any(found.values()) and self.status != NOT_RUN:
            found["passed" if self.status == 0 else "failed"] = 1
        return found


@dataclass
class Part:
    name: str
    steps: list[Step] = field(default_factory=list)
    at_once: int = 1

    def run(self) -> bool:
        """False when a step failed; one that cannot be run here ends the part without blame."""
        if self.at_once > 1:
            with ThreadPoolExecutor(self.at_once) as pool:
                return all(list(pool.map(Step.run, self.steps)))
        return all(step.run() for step in self.steps) or self.steps[0].status == NOT_RUN
