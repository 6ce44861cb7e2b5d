from collections.abc import Awaitable, Callable
from functools import partial

import pytest

from shared.persistence.database import Database
from shared.testing import messages
from user_service.listeners import listeners

pytest_plugins = ["shared.testing.plugin"]

Tell = Callable[..., Awaitable[None]]


@pytest.fixture(scope="session")
def service() -> str:
    return "user"


@pytest.fixture(scope="session")
def tell(database: Database) -> Tell:
    """`await tell(OrderPaid(…), …)`: the user service hears it."""
    return partial(messages.tell, database, listeners)
