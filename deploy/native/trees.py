"""Processes and what is below them, as Linux tells."""

import os
from collections import defaultdict
from pathlib import Path

_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def below(pid: int) -> list[int]:
    """Itself first, then its descendants."""
    children = defaultdict(list)
    for folder in Path("/proc").glob("[0-9]*"):
        process = int(folder.name)
        try:
            children[parent(process)].append(process)
        except (FileNotFoundError, ProcessLookupError):
            continue
    found = [pid]
    for process in found:
        found.extend(children[process])
    return found


def is_gone(pid: int) -> bool:
    """Ended, even if nobody has asked for its status yet."""
    try:
        return _stat(pid)[0] in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return True


def parent(pid: int) -> int:
    """Raises FileNotFoundError or ProcessLookupError, as `processor_seconds` does, when there is no such process."""
    return int(_stat(pid)[1])


def processor_seconds(pid: int, *, with_ended_children: bool = False) -> float:
    """The processor time that it has used itself, and on request what its children used that have ended."""
    times = _stat(pid)[11 : 15 if with_ended_children else 13]
    return sum(map(int, times)) / _TICKS_PER_SECOND


def _stat(pid: int) -> list[str]:
    """The fields of proc(5)'s `stat` from the third on, the state; the second may hold anything."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
