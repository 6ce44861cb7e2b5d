from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from event_service.analytics.models import DailyFigures
from event_service.events.models import Event


async def list_days(session: AsyncSession, event: Event) -> Sequence[DailyFigures]:
    """The event's figures, the first day first."""
    query = select(DailyFigures).where(DailyFigures.event_id == event.id)
    return (await session.execute(query.order_by(DailyFigures.day, DailyFigures.ticket_type_id))).scalars().all()
