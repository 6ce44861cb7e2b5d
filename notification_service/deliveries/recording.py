"""How an attempt ended, behind the lease's fence.

Whoever is killed between the mail server's answer and this record sends the mail again. So that it was sent is one
statement and one exchange with the database.
"""

import asyncio
from datetime import timedelta

import structlog
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from notification_service.deliveries.letters import Errand
from notification_service.notifications.models import Attempt, Notification, NotificationState, Outcome
from shared.errors import Unavailable
from shared.message_log import outbox
from shared.messages.notification import NotificationFailed
from shared.persistence import clock
from shared.persistence.database import Database
from shared.persistence.leases import LeaseLost, get_leased
from shared.telemetry import logs

log = structlog.get_logger()

PAUSES = (0.2, 1.0, 2.0, 4.0, 8.0)

BASE = timedelta(seconds=5)
CAP = timedelta(hours=1)
MOST_ATTEMPTS = 12


async def record(database: Database, errand: Errand, outcome: Outcome, answer: str) -> None:
    """A database that is away for a moment must not turn a sent mail into two: it is tried again while the lease holds."""
    for pause in PAUSES:
        try:
            if outcome is Outcome.SENT:
                await _sent(database, errand, answer)
            else:
                async with database.transaction() as session:
                    await _not_sent(session, errand, outcome, answer)
        except Unavailable:
            await asyncio.sleep(pause)
        else:
            return
    log.error("outcome_not_recorded", notification=errand.notification.id, outcome=outcome)


async def _sent(database: Database, errand: Errand, answer: str) -> None:
    moment, ours = errand.taken.moment_now(), errand.notification
    finished = update(Attempt).where(Attempt.id == errand.attempt_id)
    finished = finished.values(finished_at=moment, outcome=Outcome.SENT, answer=answer[:1000])
    sent = update(Notification).where(Notification.id == ours.id, Notification.leased_by == ours.leased_by)
    sent = sent.values(state=NotificationState.SENT, sent_at=moment, lease_until=None, leased_by=None, last_error=None)
    if not await database.execute_alone(sent.add_cte(finished.cte("finished"))):
        log.warning("lease_lost", notification=ours.id, outcome=Outcome.SENT)


async def _not_sent(session: AsyncSession, errand: Errand, outcome: Outcome, answer: str) -> None:
    moment = await clock.now(session)
    attempt = await session.get_one(Attempt, errand.attempt_id)
    attempt.finish(moment, outcome, answer)
    try:
        notification = await get_leased(session, errand.notification, errand.notification.id)
    except LeaseLost:
        log.warning("lease_lost", notification=errand.notification.id, outcome=outcome)
        return
    if outcome is Outcome.REFUSED:
        notification.give_up(answer)
    else:
        notification.put_off(moment, answer, base=BASE, cap=CAP, most=MOST_ATTEMPTS)
    if notification.state == NotificationState.DEAD:
        await _tell_of_failure(session, notification, answer)


async def _tell_of_failure(session: AsyncSession, notification: Notification, answer: str) -> None:
    reason = str(logs.redact(answer))[:500]
    log.error("notification_dead", notification=notification.id, template=notification.template, reason=reason)
    failed = NotificationFailed(
        notification_id=notification.id, template=notification.template, channel=notification.channel, reason=reason
    )
    await outbox.add(session, failed)
