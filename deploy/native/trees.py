"""Processes and what is below them, as Linux tells."""

from collections import defaultdict
from pathlib import Path


def below(pid: int) -> list[int]:
    """Itself first, then its descendants."""
    children = defaultdict(list)
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        children[parent].append(int(stat.parent.name))
    found = [pid]
    for process in found:
        found.extend(children[process])
    return found


def is_gone(pid: int) -> bool:
    """Ended, even if nobody has asked for its status yet."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return True
    return stat.rpartition(")")[2].split()[0] in "ZX"
