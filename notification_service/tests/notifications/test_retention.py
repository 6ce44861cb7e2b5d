"""What is at its end is kept for 180 days; what still waits for a worker or an admin stays."""

import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest_asyncio
from sqlalchemy import select

from notification_service.notices import service as notices
from notification_service.notices.models import Notice
from notification_service.notifications import service as notifications
from notification_service.notifications.models import (
    Action,
    Attempt,
    Channel,
    Decision,
    Notification,
    NotificationState,
)
from notification_service.templates.kinds import Template
from shared.ids import new_id
from shared.persistence.database import Database

Rows = Callable[..., Awaitable[list[Notification]]]

NOW = datetime.now(UTC)
OLD = NOW - timedelta(days=181)
YOUNG = NOW - timedelta(days=179)


def notification(account_id: str, state: NotificationState, created_at: datetime) -> Notification:
    return Notification(
        id=new_id("ntf"),
        heard_message_id=uuid.uuid4(),
        account_id=account_id,
        channel=Channel.IN_APP,
        template=Template.ORDER_CONFIRMATION,
        facts={},
        state=state,
        created_at=created_at,
        due_at=NOW + timedelta(days=1),
    )


async def forget(database: Database, at_most: int = 1000) -> int:
    async with database.transaction() as session:
        return await notifications.forget_old(session, at_most=at_most)


@pytest_asyncio.fixture(autouse=True)
async def _nothing_is_old(database: Database) -> None:
    await forget(database)


async def test_what_was_sent_or_discarded_long_ago_is_deleted_with_its_attempts(database: Database, rows: Rows):
    ada = new_id("usr")
    ended = [notification(ada, state, OLD) for state in (NotificationState.SENT, NotificationState.DISCARDED)]
    async with database.transaction() as session:
        session.add_all(ended)
        await session.flush()  # they are referred to
        for row in ended:
            session.add(Attempt(notification_id=row.id, started_at=OLD))
            decided = Decision(notification_id=row.id, account_id=ada, action=Action.RETRY, decided_at=OLD)
            session.add(decided)
    assert await forget(database) == 2
    assert await rows(ada) == []


async def test_what_is_young_or_not_at_its_end_stays(database: Database, rows: Rows):
    ada = new_id("usr")
    kept = [
        notification(ada, NotificationState.WAITING, OLD),
        notification(ada, NotificationState.DEAD, OLD),
        notification(ada, NotificationState.SENT, YOUNG),
        notification(ada, NotificationState.DISCARDED, YOUNG),
    ]
    async with database.transaction() as session:
        session.add_all(kept)
    assert await forget(database) == 0
    assert len(await rows(ada)) == 4


async def test_what_an_admin_has_decided_about_lately_stays_with_the_decision(database: Database, rows: Rows):
    ada, admin = new_id("usr"), new_id("usr")
    row = notification(ada, NotificationState.DEAD, OLD)
    async with database.transaction() as session:
        session.add(row)
    async with database.transaction() as session:
        await notifications.discard(session, row.id, by=admin)
    assert await forget(database) == 0
    assert [kept.state for kept in await rows(ada)] == ["discarded"]


async def test_a_batch_is_no_larger_than_asked_for_and_takes_the_oldest(database: Database, rows: Rows):
    ada = new_id("usr")
    async with database.transaction() as session:
        session.add_all(notification(ada, NotificationState.SENT, OLD - timedelta(days=day)) for day in range(5))
    assert await forget(database, at_most=3) == 3
    assert [row.created_at for row in await rows(ada)] == [OLD, OLD - timedelta(days=1)]
    assert await forget(database, at_most=3) == 2


async def test_news_that_reached_everybody_long_ago_are_deleted(database: Database):
    def notice(at: datetime, *, is_finished: bool) -> Notice:
        return Notice(
            heard_message_id=uuid.uuid4(),
            event_id=event_id,
            template=Template.EVENT_CANCELED,
            facts={},
            at=at,
            is_finished=is_finished,
        )

    event_id = new_id("evt")
    async with database.transaction() as session:
        session.add_all([notice(OLD, is_finished=True), notice(YOUNG, is_finished=True)])
        session.add(unfinished := notice(OLD, is_finished=False))
    await notices.forget_old(database)
    async with database.transaction() as session:
        kept = await session.execute(select(Notice.at).where(Notice.event_id == event_id).order_by(Notice.at))
        assert list(kept.scalars()) == [OLD, YOUNG]
        await session.delete(unfinished)
