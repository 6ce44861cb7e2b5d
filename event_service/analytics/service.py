from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from event_service.analytics.models import DailyFigures
from event_service.analytics.schemas import AnalyticsRead, DayFigures, Figures, TicketTypeFigures
from event_service.events.models import Event


async def read(session: AsyncSession, event: Event) -> AnalyticsRead:
    query = select(DailyFigures).where(DailyFigures.event_id == event.id)
    days = (await session.execute(query.order_by(DailyFigures.day, DailyFigures.ticket_type_id))).scalars().all()
    return AnalyticsRead(
        event_id=event.id,
        currency=event.currency,
        totals=Figures(**_sums(days)),
        ticket_types=[
            TicketTypeFigures(
                ticket_type_id=ticket_type.id,
                name=ticket_type.name,
                capacity=ticket_type.capacity,
                **_sums(day for day in days if day.ticket_type_id == ticket_type.id),
            )
            for ticket_type in event.ticket_types
        ],
        days=[DayFigures.model_validate(day) for day in days],
    )


def _sums(days: Iterable[DailyFigures]) -> dict[str, int]:
    rows: Sequence[DailyFigures] = list(days)
    return {name: sum(getattr(row, name) for row in rows) for name in Figures.model_fields}
