"""An event goes public, is postponed, is canceled. Hold its lock."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from event_service.events import readiness, service, telling
from event_service.events.models import Event, EventStatus
from event_service.sale_rules import service as sale_rules
from event_service.staff import service as staff
from event_service.ticket_types import telling as ticket_types
from shared.message_log import outbox
from shared.messages.event import (
    EventCanceled,
    EventPostponed,
    EventPublished,
    OpeningCapacity,
)
from shared.persistence import clock


async def publish(session: AsyncSession, event: Event) -> None:
    """A draft: ticket opens its sale with the capacities told here, and owns them from now on.

    A postponed event: it takes place after all, and its sale goes on. Raises EventNotReady, EventAlreadyPublished,
    EventIsCanceled.
    """
    is_first_time = event.status == EventStatus.DRAFT
    now = await clock.now(session)
    event.publish(now)
    readiness.check_publishable(event, now, is_first_time=is_first_time)
    if is_first_time:
        event.touch()
        await _tell_published(session, event)
        await sale_rules.tell(session, event)
        await staff.tell(session, event)
    else:
        await service.show(session, event)


async def postpone(session: AsyncSession, event: Event, reason: str, times: dict[str, datetime]) -> None:
    """`times`: doors, start and end, or nothing when they are not known yet.

    Raises EventNotReady, EventNotPublished, EventIsCanceled.
    """
    event.postpone(reason)
    if times:
        event.reschedule(**times)
        readiness.check_times(event, await clock.now(session))
    event.touch()
    state = telling.state_of(event)
    await outbox.add(session, EventPostponed(event_id=event.id, event=state, reason=reason, version=event.version))


async def cancel(session: AsyncSession, event: Event, reason: str) -> None:
    """For good. Ticket ends the unpaid orders and refunds the others. Raises EventNotPublished, EventIsCanceled."""
    event.cancel(reason)
    event.touch()
    state = telling.state_of(event)
    await outbox.add(session, EventCanceled(event_id=event.id, event=state, reason=reason, version=event.version))


async def _tell_published(session: AsyncSession, event: Event) -> None:
    message = EventPublished(
        event_id=event.id,
        event=telling.state_of(event),
        ticket_types=[ticket_types.state_of(offer) for offer in event.offers],
        capacities=[OpeningCapacity(ticket_type_id=offer.id, capacity=offer.capacity) for offer in event.offers],
        overall_capacity=event.overall_capacity,
        version=event.version,
    )
    await outbox.add(session, message)
