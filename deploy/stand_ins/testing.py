"""For tests: a stand-in as a process of its own on free ports."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parents[2]
# Runs a module that ends with the process that started it (PR_SET_PDEATHSIG): a killed test run leaves nothing behind.
ENDING_WITH_PARENT = (
    "import ctypes, runpy, signal, sys; ctypes.CDLL(None).prctl(1, signal.SIGKILL);"
    "runpy.run_module(sys.argv[1], run_name='__main__')"
)


class StandIn:
    """`python -m <module>` with the given settings; usable from the line in which it says where it listens."""

    def __init__(self, module: str, settings: dict[str, str]) -> None:
        self.module = module
        self.settings = settings
        self.addresses: dict[str, str] = {}
        self._start()

    def _start(self) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the process
        self.process = subprocess.Popen(
            [sys.executable, *(["-c", ENDING_WITH_PARENT] if sys.platform == "linux" else ["-m"]), self.module],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "ENV": "development", **self.settings},
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )
        assert self.process.stdout is not None
        word, *listed = self.process.stdout.readline().split() or [""]
        if word != "listening":
            self._errors.seek(0)
            problem = self._errors.read().decode()
            self._end()
            raise RuntimeError(f"{self.module} did not start: {problem}")
        self.addresses = dict(entry.split("=", 1) for entry in listed)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self._end()

    def start_again(self) -> None:
        """Start once more with the same settings; ports that were chosen freely change."""
        self._start()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        self._end()

    def _end(self) -> None:
        self.process.wait(20)
        if self.process.stdout is not None:
            self.process.stdout.close()
        self._errors.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
