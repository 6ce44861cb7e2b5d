"""What is late and what was given up is seen by whoever watches."""

import uuid
from datetime import UTC, datetime, timedelta

import httpx

from notification_service.notifications.measures import MEASURES
from notification_service.notifications.models import Channel, Notification, NotificationState
from notification_service.templates.kinds import Template
from shared.ids import new_id
from shared.persistence.database import Database
from shared.testing import figures


async def test_notifications_that_are_due_and_dead_ones_count(client: httpx.AsyncClient, database: Database):
    now = datetime.now(UTC)
    before = await figures.at(now, database, MEASURES)
    of = {
        NotificationState.DEAD: [now],
        NotificationState.SENT: [now],
        NotificationState.WAITING: [now - timedelta(hours=2), now - timedelta(seconds=1), now + timedelta(hours=1)],
    }
    rows = [
        Notification(
            heard_message_id=uuid.uuid4(),
            account_id=new_id("usr"),
            channel=Channel.IN_APP,
            template=Template.ORDER_CONFIRMATION,
            facts={},
            state=state,
            created_at=now,
            due_at=due_at,
        )
        for state, moments in of.items()
        for due_at in moments
    ]
    async with database.transaction() as session:
        session.add_all(rows)
    after = await figures.at(now, database, MEASURES)
    async with database.transaction() as session:
        for row in rows:
            await session.delete(row)
    assert after["notifications_dead",] == before["notifications_dead",] + 1
    assert after["work_due", "notifications"] == before["work_due", "notifications"] + 2
    assert after["work_due_oldest_seconds", "notifications"] >= 7200
    assert set(after) <= set(await figures.scrape(client))
