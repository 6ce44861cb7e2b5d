"""The whole system, started once on free ports in a folder of its own, as `./init-services.sh` starts it."""

from collections.abc import Iterator

import pytest

from deploy.native.settings import Settings
from deploy.native.stack import Stack
from deploy.people import System
from tests.flows.books import Books

# Crowds come from one address here, and every flow registers people of its own.
UNLIMITED = {"GATEWAY_LIMITS": "off", "AUTH_ATTEMPTS_PER_ADDRESS": "100000", "LOG_LEVEL": "WARNING"}


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
