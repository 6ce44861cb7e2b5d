"""A system without services, started once: Postgres, Valkey and nginx under the supervisor, as in life."""

from collections.abc import Iterator

import httpx
import pytest

from deploy.native.services import GATEWAY
from deploy.native.settings import Settings
from deploy.native.stack import Stack
from deploy.native.tests.upstream import Upstream, listening


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Nginx expects two gateways; tests put what they like at their ports."""
    settings = Settings.for_tests(tmp_path_factory.mktemp("state"), services=(), instances={"gateway": 2})
    with Stack(settings) as stack:
        yield stack


@pytest.fixture
def upstream(stack: Stack) -> Iterator[Upstream]:
    with listening(stack.settings.ports.instance_port(GATEWAY, 0)) as upstream:
        yield upstream


@pytest.fixture
def site(stack: Stack) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"http://127.0.0.1:{stack.settings.ports.http}") as client:
        yield client
