"""Claims what is due, sends it with no transaction open, and has it recorded how that ended."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Coroutine, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from notification_service import hints
from notification_service.config import Settings
from notification_service.deliveries import letters, recording
from notification_service.deliveries.errors import CannotBeSent, NotYet
from notification_service.deliveries.letters import Errand, Taken
from notification_service.deliveries.pace import FULL_SPEED, Pace
from notification_service.events.models import Event
from notification_service.mail.composing import AddressNotUsable
from notification_service.mail.smtp import MailConnection, MailNotTaken, MailRefused, MailServer
from notification_service.notifications.models import (
    Attempt,
    Channel,
    Notification,
    NotificationState,
    Outcome,
)
from notification_service.recipients.models import Recipient
from notification_service.sms.provider import SmsNotTaken, SmsProvider, SmsRefused
from notification_service.templates.kinds import URGENT
from shared.errors import Unavailable
from shared.persistence import clock
from shared.persistence.database import among
from shared.persistence.leases import claim
from shared.runtime import Runtime

log = structlog.get_logger()

LANES = 4
# A run ends so that the worker can listen in between; what is left is found by the next, which then follows at once.
RUN_SECONDS = 10.0
SENDING_SECONDS = 20.0
LOOKS_AGAIN_SECONDS = 0.5
LEASE = timedelta(seconds=60)


@dataclass(frozen=True)
class Lane:
    """What sends one notification after the other."""

    mail: MailConnection
    sms: SmsProvider | None


async def send_due(runtime: Runtime[Settings], *, lease: timedelta = LEASE, pace: Pace = FULL_SPEED) -> None:
    """Sends what is due, a few at a time, until nothing is or the run has lasted long enough.

    What is urgent is sent whatever the pace.
    """
    async with runtime.database.transaction() as session:
        if not await _is_anything_due(session):
            return
    deadline = time.monotonic() + RUN_SECONDS
    async with contextlib.AsyncExitStack() as opened:
        lanes = [await opened.enter_async_context(_open_lane(runtime.settings)) for _ in range(LANES)]
        runs = (_run(runtime, lane, lease, deadline, pace, urgent_first=lane is lanes[0]) for lane in lanes)
        await asyncio.gather(*runs)
    if time.monotonic() >= deadline:
        hints.give()


async def _is_anything_due(session: AsyncSession) -> bool:
    """Asked first, so that an idle worker costs one query."""
    due = select(Notification.id).where(
        Notification.state == NotificationState.WAITING, Notification.due_at <= await clock.now(session)
    )
    return (await session.execute(due.limit(1))).first() is not None


async def _run(
    runtime: Runtime[Settings], lane: Lane, lease: timedelta, deadline: float, pace: Pace, *, urgent_first: bool
) -> None:
    while time.monotonic() < deadline:
        others_too = pace.allows_one()
        errand = None
        if urgent_first or others_too:
            async with runtime.database.transaction() as session:
                errand = await _take(session, lease, urgent_first=urgent_first, others_too=others_too)
        if errand is not None:
            await _uninterrupted(_deliver(runtime, lane, errand))
        elif others_too:
            return
        else:
            await asyncio.sleep(LOOKS_AGAIN_SECONDS)  # for what is urgent, and whether the pace allows more


async def _uninterrupted(work: Coroutine[Any, Any, None]) -> None:
    """A worker that has lost its broker is told to stop: what is half sent would be sent again."""
    running = asyncio.create_task(work)
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        await running
        raise


async def _deliver(runtime: Runtime[Settings], lane: Lane, errand: Errand) -> None:
    outcome, answer = await _attempt(runtime, lane, errand)
    await recording.record(runtime.database, errand, outcome, answer)


async def _take(session: AsyncSession, lease: timedelta, *, urgent_first: bool, others_too: bool) -> Errand | None:
    """Leases the longest due notification; the attempt is counted before anything is sent."""
    claimed: Sequence[Notification] = ()
    if urgent_first:
        claimed = await claim(session, Notification, among(Notification.template, URGENT), limit=1, lease=lease)
    if others_too and not claimed:
        claimed = await claim(session, Notification, limit=1, lease=lease)
    if not claimed:
        return None
    (notification,) = claimed
    attempt = Attempt(notification_id=notification.id, started_at=await clock.now(session))
    session.add(attempt)
    await session.flush()  # the attempt's id
    event = await session.get(Event, notification.event_id) if notification.event_id else None
    return Errand(
        notification=notification,
        attempt_id=attempt.id,
        taken=Taken(attempt.started_at, time.monotonic()),
        recipient=await session.get(Recipient, notification.account_id) if notification.account_id else None,
        event=event.as_state() if event else None,
        event_version=event.version if event else 0,
    )


async def _attempt(runtime: Runtime[Settings], lane: Lane, errand: Errand) -> tuple[Outcome, str]:
    try:
        async with asyncio.timeout(SENDING_SECONDS):
            return Outcome.SENT, await _send(runtime, lane, errand)
    except (CannotBeSent, MailRefused, SmsRefused, AddressNotUsable) as error:
        return Outcome.REFUSED, f"{type(error).__name__}: {error}"
    except (NotYet, MailNotTaken, SmsNotTaken, Unavailable, TimeoutError) as error:
        log.info("notification_put_off", notification=errand.notification.id, reason=str(error))
        return Outcome.PUT_OFF, f"{type(error).__name__}: {error}"
    except Exception as error:
        # A mistake of ours in one must not keep the others waiting, and can be mended before it is given up.
        log.exception("notification_failed", notification=errand.notification.id)
        return Outcome.PUT_OFF, f"{type(error).__name__}: {error}"


async def _send(runtime: Runtime[Settings], lane: Lane, errand: Errand) -> str:
    if errand.notification.channel == Channel.SMS:
        if lane.sms is None:
            raise CannotBeSent("no provider for SMS is set")
        number, text = letters.write_sms(runtime.settings, errand)
        return await lane.sms.send(message_id=errand.notification.id, to=number, text=text)
    return await lane.mail.send(await letters.write_mail(runtime, errand))


@contextlib.asynccontextmanager
async def _open_lane(settings: Settings) -> AsyncIterator[Lane]:
    """Nothing is connected before there is something to send."""
    mail = MailConnection(MailServer.from_url(settings.smtp_url.get_secret_value()))
    sms = SmsProvider(settings.sms_url, settings.sms_token.get_secret_value(), settings.sms_from)
    try:
        yield Lane(mail, sms if settings.sms_url else None)
    finally:
        await mail.close()
        await sms.close()
