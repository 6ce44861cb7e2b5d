"""A message becomes one notification per recipient, channel and template, also where the inbox does not know it any more."""

import asyncio
import uuid
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import create_async_engine

from notification_service.listeners import listeners
from notification_service.notifications import service as notifications
from notification_service.notifications.models import Notification
from notification_service.notifications.service import Occasion
from notification_service.templates.kinds import Template
from notification_service.tests.facts import event_state, order_state, paid
from shared.ids import new_id
from shared.message_log.inbox import InboxMessage
from shared.persistence.database import Database
from shared.testing.messages import tell, wrap
from shared.testing.postgres import Scratch, migrate, scratch_database

pytestmark = pytest.mark.usefixtures("environment")


@pytest_asyncio.fixture(scope="module", params=[True, False], ids=["once", "control"])
async def own(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Database, bool]]:
    """A database of these tests' own; in the control nothing in it says that a notification is there once."""
    has_constraint: bool = request.param
    async with scratch_database() as scratch:
        await migrate("notification_service", scratch)
        if not has_constraint:
            await _drop_constraint(scratch)
        database = Database(scratch.runtime_url, pool_size=12)
        yield database, has_constraint
        await database.close()


async def _drop_constraint(scratch: Scratch) -> None:
    engine = create_async_engine(scratch.owner_url)
    async with engine.begin() as connection:
        await connection.execute(text("ALTER TABLE notifications DROP CONSTRAINT uq_notifications_once"))
    await engine.dispose()


async def count(database: Database, account_id: str) -> int:
    async with database.transaction() as session:
        query = select(func.count()).select_from(Notification).where(Notification.account_id == account_id)
        return (await session.execute(query)).scalar_one()


async def test_a_message_heard_again_adds_nothing(own: tuple[Database, bool]):
    database, has_constraint = own
    ada = new_id("usr")
    message = wrap(paid(order_state(ada, event_state())))
    for _ in range(3):
        await tell(database, listeners, message)
    assert await count(database, ada) == 2, "by e-mail and in the application"
    async with database.transaction() as session:
        await session.delete(await session.get_one(InboxMessage, (message.source, message.message_id)))
    await tell(database, listeners, message)
    assert await count(database, ada) == (2 if has_constraint else 4)


async def test_the_same_occasion_told_by_many_at_once_is_there_once(own: tuple[Database, bool]):
    database, has_constraint = own
    ada, occasion = new_id("usr"), Occasion(uuid.uuid4(), Template.RESET_PASSWORD)

    async def create() -> None:
        async with database.transaction() as session:
            await notifications.create(session, occasion, [ada])

    await asyncio.gather(*(create() for _ in range(10)))
    assert await count(database, ada) == (1 if has_constraint else 10)
