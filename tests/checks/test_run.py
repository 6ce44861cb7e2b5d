"""How `./run-tests.sh` counts what it ran, and what it could not run."""

import pytest

from tests.run import Part, Step, run
from tests.system_servers import NOT_RUN


def ends_with(status: int) -> Step:
    return Step(f"ends with {status}", ["sh", "-c", f"echo because; exit {status}"])


def test_what_cannot_run_here_is_said_and_counts_neither_way(capsys: pytest.CaptureFixture[str]):
    after = ends_with(0)
    assert run([Part("here", [ends_with(0)]), Part("elsewhere", [ends_with(NOT_RUN), after])]) == 0
    said = capsys.readouterr().out
    assert "NOT RUN" in said
    assert "because" in said
    assert "1 passed, 0 failed" in said
    assert after.status is None


def test_a_step_that_fails_fails_the_whole_and_ends_its_part(capsys: pytest.CaptureFixture[str]):
    after = ends_with(0)
    assert run([Part("broken", [ends_with(0), ends_with(1), after])]) == 1
    assert "1 passed, 1 failed" in capsys.readouterr().out
    assert after.status is None
