"""A system without services, started once: Postgres, Valkey and nginx under the supervisor, as in life."""

from collections.abc import Iterator

import pytest

from deploy.native.settings import Settings
from deploy.native.stack import Stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Nginx expects two gateways; tests put what they like at their ports."""
    settings = Settings.for_tests(tmp_path_factory.mktemp("state"), services=(), instances={"gateway": 2})
    with Stack(settings) as stack:
        yield stack
