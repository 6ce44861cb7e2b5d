from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from event_service.events import readiness
from event_service.events.models import Event
from event_service.events.ticket_type import TicketType
from event_service.ticket_types import telling
from event_service.ticket_types.errors import CurrencyDiffers, CurrencyFixed, TooManyTicketTypes
from event_service.ticket_types.models import PendingCapacity
from shared.errors import NotFound
from shared.persistence import clock

MOST_TICKET_TYPES = 50


def get(event: Event, ticket_type_id: str) -> TicketType:
    """The type among those of the (locked) event. Raises NotFound."""
    for ticket_type in event.ticket_types:
        if ticket_type.id == ticket_type_id:
            return ticket_type
    raise NotFound


async def add(session: AsyncSession, event: Event, facts: dict[str, Any]) -> TicketType:
    """Hold the event's lock. A published event's new type begins with nothing; its capacity is passed on to ticket.

    Raises EventIsCanceled, EventNotReady, CurrencyDiffers, TooManyTicketTypes.
    """
    event.check_changeable()
    if len(event.ticket_types) >= MOST_TICKET_TYPES:
        raise TooManyTicketTypes
    event.currency = event.currency or facts["currency"]
    if facts["currency"] != event.currency:
        raise CurrencyDiffers(param="currency", currency=event.currency)
    now = await clock.now(session)
    capacity = facts["capacity"]
    if facts["position"] is None:
        facts["position"] = max((other.position for other in event.ticket_types), default=-1) + 1
    facts["capacity"] = 0 if event.is_public else capacity
    ticket_type = TicketType(event_id=event.id, created_at=now, is_withdrawn=False, **facts)
    event.ticket_types.append(ticket_type)
    await session.flush()  # its id is told and shown
    if event.is_public:
        readiness.check_still_whole(event)
        session.add(PendingCapacity(ticket_type_id=ticket_type.id, event_id=event.id, capacity=capacity, due_at=now))
    await telling.tell_changed(session, event, ticket_type)
    return ticket_type


async def change(session: AsyncSession, event: Event, ticket_type: TicketType, changes: dict[str, Any]) -> None:
    """Hold the event's lock. Raises EventIsCanceled, EventNotReady, TicketTypeWithdrawn, CurrencyFixed."""
    event.check_changeable()
    currency = changes.get("currency", ticket_type.currency)
    if currency != ticket_type.currency:
        if event.is_public or len(event.ticket_types) > 1:
            raise CurrencyFixed(param="currency")
        event.currency = currency
    if ticket_type.change(changes):
        if event.is_public:
            readiness.check_still_whole(event)
        await telling.tell_changed(session, event, ticket_type)


async def remove(session: AsyncSession, event: Event, ticket_type: TicketType) -> None:
    """A draft's type is gone; a published event's is withdrawn, since tickets of it may be sold.

    Hold the event's lock. Raises EventIsCanceled, TicketTypeWithdrawn.
    """
    event.check_changeable()
    if event.is_public:
        ticket_type.withdraw()
        await telling.tell_changed(session, event, ticket_type)
        return
    event.ticket_types.remove(ticket_type)
    await session.delete(ticket_type)
    await session.flush()  # before the currency goes, to which the row refers
    if not event.ticket_types:
        event.currency = None
    event.touch()
