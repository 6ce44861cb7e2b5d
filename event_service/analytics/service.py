from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import BigInteger, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from event_service.analytics.models import COUNTS, SHOWN_DAYS, SHOWN_SPANS, CheckInFigures, DailyFigures
from event_service.events.models import Event
from shared.persistence.database import among


async def list_sums(session: AsyncSession, event: Event) -> Sequence[Any]:
    """The event's figures over all days, a row for each ticket type."""
    return (await list_sums_of_all(session, [event]))[event.id]


async def list_sums_of_all(session: AsyncSession, events: Sequence[Event]) -> Mapping[str, Sequence[Any]]:
    """The same of several events, by their ids."""
    sums = [cast(func.sum(getattr(DailyFigures, name)), BigInteger).label(name) for name in COUNTS]
    query = select(DailyFigures.event_id, DailyFigures.ticket_type_id, *sums)
    query = query.where(among(DailyFigures.event_id, [event.id for event in events]))
    found: dict[str, list[Any]] = {event.id: [] for event in events}
    for row in await session.execute(query.group_by(DailyFigures.event_id, DailyFigures.ticket_type_id)):
        found[row.event_id].append(row)
    return found


async def list_days(session: AsyncSession, event: Event) -> Sequence[DailyFigures]:
    """Its figures on the last days, the first day first."""
    of_event = DailyFigures.event_id == event.id
    last = (await session.execute(select(func.max(DailyFigures.day)).where(of_event))).scalar()
    if last is None:
        return []
    query = select(DailyFigures).where(of_event, DailyFigures.day > last - timedelta(days=SHOWN_DAYS))
    return (await session.execute(query.order_by(DailyFigures.day, DailyFigures.ticket_type_id))).scalars().all()


async def list_spans(session: AsyncSession, event: Event) -> Sequence[CheckInFigures]:
    """When people came in, the first first. A span whose check-ins were all undone is left out."""
    query = select(CheckInFigures).where(CheckInFigures.event_id == event.id, CheckInFigures.checked_in > 0)
    latest = query.order_by(CheckInFigures.begins_at.desc()).limit(SHOWN_SPANS)
    return (await session.execute(latest)).scalars().all()[::-1]


async def count_sold(session: AsyncSession, event_ids: Sequence[str]) -> dict[str, int]:
    """How many tickets of each of the events are sold and not given back; events without sales are left out."""
    sold = func.sum(DailyFigures.sold - DailyFigures.returned)
    query = select(DailyFigures.event_id, sold).where(DailyFigures.event_id.in_(event_ids))
    rows = await session.execute(query.group_by(DailyFigures.event_id))
    return {event_id: int(count) for event_id, count in rows}
