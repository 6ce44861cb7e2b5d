"""Event news reach every buyer, however many there are and whichever of the two services is heard first."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from notification_service import hints
from notification_service.notices.models import Notice
from notification_service.notifications import service as notifications
from notification_service.notifications.service import Occasion
from notification_service.recipients import service as recipients
from notification_service.templates.facts import Facts
from notification_service.templates.kinds import Template
from shared.ids import to_uuid
from shared.messages import Envelope
from shared.messages.ticket import OrderPaid, TicketTransferred
from shared.persistence import purging
from shared.persistence.database import Database

BATCH = 500


async def lock_audience(session: AsyncSession, event_id: str) -> None:
    """Until the commit nobody else adds a buyer or a notice for the event, so that neither misses the other."""
    key = to_uuid("evt", event_id).int & (2**63 - 1)
    await session.execute(select(func.pg_advisory_xact_lock(key)))


async def post(session: AsyncSession, template: Template, facts: Facts, envelope: Envelope) -> None:
    """Has everybody told who has tickets for the event of the facts."""
    assert facts.event is not None
    await lock_audience(session, facts.event.event_id)
    session.add(
        Notice(
            heard_message_id=envelope.message_id,
            event_id=facts.event.event_id,
            template=template,
            facts=facts.model_dump(mode="json", exclude_defaults=True),
            at=envelope.created_at,
        )
    )
    hints.give()


async def admit_buyers(session: AsyncSession, messages: Sequence[OrderPaid]) -> None:
    """Counts the buyers in, and tells what was posted after they paid but heard here before their orders were."""
    audiences: dict[str, dict[str, datetime]] = {}
    for message in messages:
        since = audiences.setdefault(message.order.event_id, {})
        since[message.order.account_id] = min(message.paid_at, since.get(message.order.account_id, message.paid_at))
    for event_id in sorted(audiences):
        await lock_audience(session, event_id)
    await recipients.add_buyers(session, messages)
    for event_id, since in audiences.items():
        await _tell_missed(session, event_id, since)


async def admit_owner(session: AsyncSession, message: TicketTransferred) -> None:
    """The same for whom a ticket was transferred to."""
    await lock_audience(session, message.event_id)
    await recipients.add_owner(session, message)
    await _tell_missed(session, message.event_id, {message.to_account_id: message.transferred_at})


async def _tell_missed(session: AsyncSession, event_id: str, since: Mapping[str, datetime]) -> None:
    """Of accounts, each with the moment since when it has tickets for the event."""
    earliest = min(since.values()) - recipients.GRACE
    missed = select(Notice).where(Notice.event_id == event_id, Notice.at >= earliest)
    for notice in (await session.execute(missed)).scalars().all():
        accounts = [account for account, moment in since.items() if notice.at >= moment - recipients.GRACE]
        await notifications.create(session, _occasion(notice), accounts)


async def fan_out_all(database: Database) -> None:
    more = True
    while more:
        async with database.transaction() as session:
            more = await fan_out(session)


async def fan_out(session: AsyncSession) -> bool:
    """Takes the oldest unfinished notice a batch further; False when there is none."""
    unfinished = (
        select(Notice).where(~Notice.is_finished).order_by(Notice.at).limit(1).with_for_update(skip_locked=True)
    )
    notice = (await session.execute(unfinished)).scalar_one_or_none()
    if notice is None:
        return False
    account_ids = await recipients.list_audience(session, notice.event_id, notice.at, after=notice.reached, limit=BATCH)
    await notifications.create(session, _occasion(notice), account_ids)
    notice.is_finished = len(account_ids) < BATCH
    notice.reached = account_ids[-1] if account_ids else notice.reached
    return True


async def forget_old(database: Database) -> None:
    """Deletes the news that have reached everybody long ago."""
    await purging.purge(database, Notice, lambda now: and_(Notice.is_finished, Notice.at < now - notifications.KEPT))


def _occasion(notice: Notice) -> Occasion:
    return Occasion(
        heard_message_id=notice.heard_message_id,
        template=notice.template,
        facts=Facts.model_validate(notice.facts),
        event_id=notice.event_id,
    )
