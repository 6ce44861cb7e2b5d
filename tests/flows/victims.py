"""Every process below the supervisor: which of them are killed, and why the others need not be."""

import contextlib
import os
import signal
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from deploy.native import readiness, trees
from deploy.native.stack import Stack

# When one of these ends, Postgres ends them all and begins anew: one that works for this database stands for them.
BACKEND = "ticket_db"
NOT_RUNNING = 0
# When one of these is killed a mail may be sent again: nobody knows whether it went out.
SENDERS = ("notification-worker", "postgres", "inbox-stand-in")


@dataclass(frozen=True, slots=True, order=True)
class Victim:
    """A process by its program and its place there: 0 is the main one, the others follow in the order of their start."""

    program: str
    place: int

    def __str__(self) -> str:
        return f"{self.program}[{self.place}]" if self.place else self.program


class Victims:
    """The processes as they are at the beginning; whatever is started in the place of one has its place."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._places = {program.name: self._look(program.name) for program in stack.programs()}

    def all(self) -> list[Victim]:
        return [Victim(program, place) for program, pids in self._places.items() for place in range(len(pids))]

    def kill(self, victim: Victim, within: float) -> None:
        """Until it is gone and the system answers again."""
        pid = self._pid(victim, within)
        if victim.place == 0:
            self._stack.crash(victim.program, within)
            return
        os.kill(pid, signal.SIGKILL)
        readiness.wait_for(f"process {pid} of {victim} to end", partial(trees.is_gone, pid), within)
        self._stack.wait_until_ready(within)

    def of(self, program: str) -> list[int]:
        """Every process of a program as it is now, those that are never killed by themselves too."""
        return self._stack.pids(program)

    def strike(self, victim: Victim, with_signal: signal.Signals = signal.SIGKILL) -> int | None:
        """Sends the signal to whatever is in this place now, and waits for nothing; None when nothing is."""
        pids = self._look(victim.program)
        if victim.place >= len(pids) or pids[0] == NOT_RUNNING:
            return None
        with contextlib.suppress(ProcessLookupError):
            os.kill(pids[victim.place], with_signal)
            return pids[victim.place]
        return None

    def _pid(self, victim: Victim, within: float) -> int:
        """Of the one in this place. When its program was started again meanwhile, all places are filled anew."""
        pids = self._places[victim.program]
        if trees.is_gone(pids[0]) or trees.is_gone(pids[victim.place]):
            pids = self._places[victim.program] = self._whole(victim.program, len(pids), within)
        return pids[victim.place]

    def _whole(self, program: str, wanted: int, within: float) -> list[int]:
        found: list[int] = []

        def is_whole() -> bool:
            found[:] = self._look(program)
            return found[0] != NOT_RUNNING and len(found) >= wanted

        readiness.wait_for(f"{program} to have {wanted} processes", is_whole, within)
        return found

    def __contains__(self, pid: int) -> bool:
        return any(pid in pids for pids in self._places.values())

    def _look(self, program: str) -> list[int]:
        """The main process, then those below it that are not exempt. Of Postgres' backends one is enough."""
        main, *below = self._stack.pids(program) or [NOT_RUNNING]
        if program == "postgres":
            return [main, *[pid for pid in below if BACKEND in title(pid)][:1]]
        return [main, *sorted(pid for pid in below if not exemption(program, title(pid)))]


def exemption(program: str, its_title: str) -> str | None:
    """Why a process of this title is not killed by itself."""
    if program == "postgres":
        return "whichever ends, Postgres ends all"
    if program == "ticket" and "anyio.to_process" in its_title:
        return "prints tickets and is made when one is wanted; `ticket_service/tests/tickets/test_printing.py` kills it"
    if program == "nginx" and "cache loader" in its_title:
        return "ends by itself a minute after the start"
    return None


def title(pid: int) -> str:
    """What it calls itself; nothing when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace").replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        return ""
