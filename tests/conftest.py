"""The whole system, started once on free ports in a folder of its own, as `./init-services.sh` starts it."""

import json
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy.native.settings import Settings
from deploy.native.stack import Stack
from deploy.people import System
from tests.flows.books import Books

# Crowds come from one address here, and every flow registers people of its own.
UNLIMITED = {"GATEWAY_LIMITS": "off", "AUTH_ATTEMPTS_PER_ADDRESS": "100000", "LOG_LEVEL": "WARNING"}


MOST_LOGGED = 30


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Function) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that fails shows what the system complained of last."""
    report = yield
    stack = item.funcargs.get("stack")
    if report.failed and isinstance(stack, Stack):
        lines = sorted(line for file in stack.settings.logs.glob("*.log") for line in _complaints(file))
        report.sections.append(("the system's last warnings", "\n".join(lines[-MOST_LOGGED:])))
    return report


def _complaints(log: Path) -> Iterator[str]:
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            entry: dict[str, Any] = json.loads(line)
        except ValueError:
            continue
        if entry.get("level") not in {"warning", "error", "critical"}:
            continue
        said = {name: value for name, value in entry.items() if name not in {"timestamp", "exception", "traceparent"}}
        raised = [one["exc_type"] + ": " + one["exc_value"] for one in entry.get("exception", ())]
        yield f"{entry.get('timestamp')} {said} {raised}"[:400]


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with Stack(Settings.for_tests(tmp_path_factory.mktemp("system"), environ=UNLIMITED)) as stack:
        yield stack


@pytest.fixture(scope="session")
def system(stack: Stack) -> Iterator[System]:
    system = System(stack.settings.public_url)
    yield system
    system.close()


@pytest.fixture(scope="session")
def books(stack: Stack) -> Books:
    return Books(stack)
