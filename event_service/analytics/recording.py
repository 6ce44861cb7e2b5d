"""Adds up what ticket tells. The inbox lets each message take effect once."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from operator import itemgetter
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from event_service.analytics.models import COUNTS, SPAN, CheckInFigures, DailyFigures
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
from shared.persistence import bulk

# Event, and when a span of time begins.
Span = tuple[str, datetime]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SUM_UP_SPANS = (
    "ON CONFLICT (event_id, begins_at) DO UPDATE SET checked_in = check_in_figures.checked_in + excluded.checked_in"
)
# Event, day, ticket type.
Key = tuple[str, date, str]
Figures = defaultdict[Key, Counter[str]]
_SUM_UP = "ON CONFLICT (event_id, day, ticket_type_id) DO UPDATE SET " + ", ".join(
    f"{name} = daily_figures.{name} + excluded.{name}" for name in COUNTS
)


async def orders_paid(session: AsyncSession, messages: Sequence[OrderPaid]) -> None:
    figures: Figures = defaultdict(Counter)
    days = _Days(session)
    for message in messages:
        order = message.order
        day = await days.of(order.event_id, message.paid_at)
        for line in order.lines:
            figures[order.event_id, day, line.ticket_type_id].update(
                sold=line.quantity, revenue=line.cost, fees=line.fee
            )
    await _add(session, figures)


async def order_refunded(session: AsyncSession, message: OrderRefunded, told_at: datetime) -> None:
    """The message says which tickets ended and how much went back: that is shared out among them, or among all lines when
    no ticket ended. What never was a sale is no return.
    """
    if not message.was_paid:
        return
    order = message.order
    day = await _Days(session).of(order.event_id, told_at)
    returned = Counter(ticket.ticket_type_id for ticket in message.tickets)
    ended = [line.model_copy(update={"quantity": returned[line.ticket_type_id]}) for line in order.lines]
    bearers = ended if returned else order.lines
    amounts, fees = share_out(message.amount, bearers), share_out(fees_returned(message), bearers)
    figures: Figures = defaultdict(Counter)
    for line, amount, fee in zip(ended, amounts, fees, strict=True):
        figures[order.event_id, day, line.ticket_type_id].update(returned=line.quantity, refunded=amount, fees=-fee)
    await _add(session, figures)


async def ticket_voided(session: AsyncSession, message: TicketVoided) -> None:
    day = await _Days(session).of(message.event_id, message.voided_at)
    await _add(session, {(message.event_id, day, message.ticket_type_id): Counter(returned=1)})


async def tickets_checked_in(session: AsyncSession, messages: Sequence[TicketCheckedIn]) -> None:
    figures: Figures = defaultdict(Counter)
    days = _Days(session)
    for message in messages:
        day = await days.of(message.event_id, message.checked_in_at)
        figures[message.event_id, day, message.ticket_type_id].update(checked_in=1)
    await _add(session, figures)
    await _add_spans(session, Counter(map(_span, messages)))


async def check_in_undone(session: AsyncSession, message: TicketCheckInUndone) -> None:
    """Taken from when the check-in was, so that no day or minute shows more who came than did."""
    day = await _Days(session).of(message.event_id, message.checked_in_at)
    await _add(session, {(message.event_id, day, message.ticket_type_id): Counter(checked_in=-1)})
    await _add_spans(session, {_span(message): -1})


def fees_returned(message: OrderRefunded) -> int:
    """Of the order's fees the part that went back with this refund; once the order went back whole it was all of them."""
    order, whole, after = message.order, message.order.total, message.refunded_total
    if not whole:
        return 0
    return order.fees * after // whole - order.fees * (after - message.amount) // whole


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


async def _add(session: AsyncSession, figures: Mapping[Key, Counter[str]]) -> None:
    """In the order of the keys, as everybody does who locks several of them."""
    rows = [
        bulk.row(
            DailyFigures, event_id=event_id, day=day, ticket_type_id=kind, **{name: counts[name] for name in COUNTS}
        )
        for (event_id, day, kind), counts in sorted(figures.items(), key=itemgetter(0))
    ]
    await bulk.insert(session, rows, on_conflict=_SUM_UP)


def _span(message: TicketCheckedIn | TicketCheckInUndone) -> Span:
    since = message.checked_in_at - _EPOCH
    return message.event_id, message.checked_in_at - since % SPAN


async def _add_spans(session: AsyncSession, counts: Mapping[Span, int]) -> None:
    rows = [
        bulk.row(CheckInFigures, event_id=event_id, begins_at=begins_at, checked_in=count)
        for (event_id, begins_at), count in sorted(counts.items())
    ]
    await bulk.insert(session, rows, on_conflict=_SUM_UP_SPANS)


class _Days:
    """Which day a moment is on an event's venue's clock; each event is looked up once."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._zones: dict[str, ZoneInfo] = {}

    async def of(self, event_id: str, moment: datetime) -> date:
        zone = self._zones.get(event_id)
        if zone is None:
            zone = self._zones[event_id] = await self._find(event_id)
        return moment.astimezone(zone).date()

    async def _find(self, event_id: str) -> ZoneInfo:
        query = select(Venue.time_zone).join(Event, Event.venue_id == Venue.id).where(Event.id == event_id)
        name = (await self._session.execute(query)).scalar_one_or_none()
        return time_zones.zone(name or "UTC")
