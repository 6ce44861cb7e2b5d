from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import partial
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select, update

from notification_service.listeners import listeners
from notification_service.notifications.models import Notification
from notification_service.tests.neighbours import Neighbours, serving
from notification_service.tests.sink import Sink, listen
from shared.persistence.database import Database
from shared.testing import messages
from shared.testing.accounts import Signer

pytest_plugins = ["shared.testing.plugin"]


@pytest.fixture(scope="session")
def service() -> str:
    return "notification"


@pytest.fixture(scope="session")
def sink() -> Sink:
    return Sink()


@pytest_asyncio.fixture(scope="session")
async def neighbours(signer: Signer) -> AsyncIterator[Neighbours]:
    async with serving(Neighbours(signer)) as neighbours:
        yield neighbours


@pytest.fixture(scope="session")
def environment(environment: dict[str, str], sink: Sink, neighbours: Neighbours) -> Iterator[dict[str, str]]:
    server = listen(sink)
    own = {
        "NOTIFICATION_SMTP_URL": f"smtp://127.0.0.1:{server.port}",
        "NOTIFICATION_MAIL_FROM": "Stagedoor <tickets@stagedoor.example>",
        "NOTIFICATION_SMS_URL": f"http://{neighbours.address}/sms",
        "NOTIFICATION_SMS_TOKEN": "sms-token",
        "NOTIFICATION_SMS_FROM": "Stagedoor",
        "SERVICE_ADDRESSES": ",".join(f"{name}={neighbours.address}" for name in ("auth", "user", "event", "ticket")),
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in own.items():
            patch.setenv(name, value)
        yield {**environment, **own}
    server.stop()


@pytest.fixture(scope="session")
def tell(database: Database) -> Callable[..., Awaitable[None]]:
    """`await tell(OrderPaid(…), …)`: the notification service hears it."""
    return partial(messages.tell, database, listeners)


@pytest.fixture(scope="session")
def rows(database: Database) -> Callable[..., Awaitable[list[Notification]]]:
    """`await rows(account_id, channel=…)`: the account's notifications, the oldest first."""

    async def rows(account_id: str, **columns: Any) -> list[Notification]:
        async with database.transaction() as session:
            query = select(Notification).filter_by(account_id=account_id, **columns).order_by(Notification.id)
            return list((await session.execute(query)).scalars())

    return rows


@pytest.fixture(scope="session")
def let_time_pass(database: Database) -> Callable[[str], Awaitable[None]]:
    """What waits for its next attempt is due now, and leases that somebody holds have run out."""

    async def pass_for(account_id: str) -> None:
        async with database.transaction() as session:
            waiting = update(Notification).where(Notification.account_id == account_id, Notification.state == "waiting")
            long_ago = Notification.created_at
            await session.execute(waiting.values(due_at=long_ago))
            await session.execute(waiting.where(Notification.lease_until.is_not(None)).values(lease_until=long_ago))

    return pass_for
