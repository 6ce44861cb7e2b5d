"""Adds up what ticket tells. The inbox lets each message take effect once."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from event_service.analytics.models import DailyFigures
from event_service.events.models import Event
from event_service.venues.models import Venue
from shared import time_zones
from shared.messages.ticket import (
    OrderLineState,
    OrderPaid,
    OrderRefunded,
    TicketCheckedIn,
    TicketCheckInUndone,
    TicketVoided,
)

_COUNTS = ("sold", "revenue", "returned", "refunded", "checked_in")


async def order_paid(session: AsyncSession, message: OrderPaid) -> None:
    order = message.order
    day = await _day(session, order.event_id, message.paid_at)
    for line in order.lines:
        await _add(session, order.event_id, day, line.ticket_type_id, sold=line.quantity, revenue=line.cost)


async def order_refunded(session: AsyncSession, message: OrderRefunded, told_at: datetime) -> None:
    """The message says which tickets ended and how much went back: that is shared out among them, or among all lines when
    no ticket ended. What never was a sale is no return.
    """
    if not message.was_paid:
        return
    order = message.order
    day = await _day(session, order.event_id, told_at)
    returned = Counter(ticket.ticket_type_id for ticket in message.tickets)
    ended = [line.model_copy(update={"quantity": returned[line.ticket_type_id]}) for line in order.lines]
    for line, amount in zip(ended, share_out(message.amount, ended if returned else order.lines), strict=True):
        await _add(session, order.event_id, day, line.ticket_type_id, returned=line.quantity, refunded=amount)


async def ticket_voided(session: AsyncSession, message: TicketVoided) -> None:
    day = await _day(session, message.event_id, message.voided_at)
    await _add(session, message.event_id, day, message.ticket_type_id, returned=1)


async def ticket_checked_in(session: AsyncSession, message: TicketCheckedIn) -> None:
    day = await _day(session, message.event_id, message.checked_in_at)
    await _add(session, message.event_id, day, message.ticket_type_id, checked_in=1)


async def check_in_undone(session: AsyncSession, message: TicketCheckInUndone) -> None:
    """Taken from the day of the check-in, so that no day shows more who came than did."""
    day = await _day(session, message.event_id, message.checked_in_at)
    await _add(session, message.event_id, day, message.ticket_type_id, checked_in=-1)


def share_out(amount: int, lines: Sequence[OrderLineState]) -> list[int]:
    """The amount in parts as the lines' totals stand to each other, to the last minor unit."""
    weights = [line.quantity * line.unit_price for line in lines]
    whole, given, parts = sum(weights), 0, []
    passed = 0
    for weight in weights:
        passed += weight
        part = (amount * passed // whole if whole else 0) - given
        given += part
        parts.append(part)
    return parts


async def _add(session: AsyncSession, event_id: str, day: date, ticket_type_id: str, **counts: int) -> None:
    row = insert(DailyFigures).values(
        event_id=event_id, day=day, ticket_type_id=ticket_type_id, **{name: counts.get(name, 0) for name in _COUNTS}
    )
    sums = {name: getattr(DailyFigures, name) + row.excluded[name] for name in counts}
    keys = [DailyFigures.event_id, DailyFigures.day, DailyFigures.ticket_type_id]
    await session.execute(row.on_conflict_do_update(index_elements=keys, set_=sums))


async def _day(session: AsyncSession, event_id: str, moment: datetime) -> date:
    """The day on the venue's clock."""
    zone = select(Venue.time_zone).join(Event, Event.venue_id == Venue.id).where(Event.id == event_id)
    name = (await session.execute(zone)).scalar_one_or_none()
    return moment.astimezone(time_zones.zone(name or "UTC")).date()
