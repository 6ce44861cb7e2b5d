import os
import subprocess
import sys
from pathlib import Path

import pytest

from shared.workers import low_priority
from shared.workers.low_priority import OrdinaryUse

# Ends with what a child has: its niceness and its class.
GIVES_WAY = """
import os
from shared.workers.low_priority import give_way
give_way()
if os.fork():
    os.wait()
else:
    print(os.nice(0), os.sched_getscheduler(0))
"""


class Kernel:
    """What it writes of the processors: hundredths of a second by kind, added up."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._passed = dict.fromkeys(("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"), 1_000)
        self.counts()

    def counts(self, **passed: int) -> None:
        for kind, hundredths in passed.items():
            self._passed[kind] += hundredths
        whole = " ".join(map(str, self._passed.values()))
        self._file.write_text(f"cpu  {whole} 0 0\ncpu0 {whole} 0 0\nintr 4711\n")


@pytest.fixture
def kernel(tmp_path: Path) -> Kernel:
    return Kernel(tmp_path / "stat")


@pytest.fixture
def use(kernel: Kernel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OrdinaryUse:
    monkeypatch.setattr(low_priority, "SHORTEST_LOOK_SECONDS", 0.0)
    use = OrdinaryUse(tmp_path / "stat")
    use.share()
    return use


@pytest.mark.parametrize(
    ("passed", "share"),
    [
        ({"user": 80, "idle": 20}, 0.8),
        ({"user": 30, "system": 15, "irq": 4, "softirq": 1, "idle": 50}, 0.5),
        ({"nice": 80, "idle": 20}, 0.0),
        ({"user": 10, "nice": 60, "idle": 10, "iowait": 20}, 0.1),
        ({"user": 20, "idle": 20, "steal": 160}, 0.5),
    ],
    ids=["used", "the kernel's own part", "what gives way", "all kinds", "stolen"],
)
def test_the_share_is_what_was_used_since_the_last_look(
    kernel: Kernel, use: OrdinaryUse, passed: dict[str, int], share: float
):
    kernel.counts(**passed)
    assert use.share() == pytest.approx(share)
    kernel.counts(idle=100)
    assert use.share() == 0.0


def test_two_looks_in_the_same_moment_see_the_same(kernel: Kernel, use: OrdinaryUse, monkeypatch: pytest.MonkeyPatch):
    kernel.counts(user=80, idle=20)
    before = use.share()
    assert use.share() == before  # the kernel has counted nothing since
    monkeypatch.setattr(low_priority, "SHORTEST_LOOK_SECONDS", 3_600.0)
    kernel.counts(idle=100)
    assert use.share() == before


def test_a_system_without_such_a_file_is_never_busy(tmp_path: Path):
    assert OrdinaryUse(tmp_path / "nothing").share() == 0.0


@pytest.mark.skipif(sys.platform != "linux", reason="others do not tell")
def test_this_machine_tells_what_is_used():
    assert 0.0 < OrdinaryUse().share() <= 1.0


def run(program: str) -> list[str]:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()


def test_whoever_gives_way_does_so_with_its_children():
    assert run(GIVES_WAY) == ["19", str(os.SCHED_IDLE)]


def test_where_the_lowest_class_is_refused_the_niceness_must_do():
    refused = "import os\ndef refuse(*_): raise PermissionError\nos.sched_setscheduler = refuse\n"
    assert run(refused + GIVES_WAY)[-2:] == ["19", str(os.SCHED_OTHER)]
