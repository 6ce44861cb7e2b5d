from collections.abc import Sequence
from datetime import date

from pydantic import Field

from event_service.analytics.models import DailyFigures
from event_service.events.models import Event
from event_service.events.schemas import EventId, TicketTypeId
from shared.wire import Response


class Figures(Response):
    """Sold and revenue are gross: what came back stands beside them. Amounts in minor units."""

    sold: int = Field(0, examples=[120])
    revenue: int = Field(0, examples=[300000])
    returned: int = Field(0, examples=[2], description="Tickets of orders that were refunded as a whole.")
    refunded: int = Field(0, examples=[5000])
    checked_in: int = Field(0, examples=[97])


class TicketTypeFigures(Figures):
    ticket_type_id: TicketTypeId
    name: str = Field(examples=["Standing"])
    capacity: int = Field(examples=[300])


class DayFigures(Figures):
    day: date = Field(description="On the venue's clock.")
    ticket_type_id: TicketTypeId


class AnalyticsRead(Response):
    """What was sold and who came, in all, per ticket type, and per day and ticket type. A few seconds old."""

    event_id: EventId
    currency: str | None = Field(examples=["EUR"])
    totals: Figures
    ticket_types: list[TicketTypeFigures]
    days: list[DayFigures]

    @classmethod
    def of(cls, event: Event, days: Sequence[DailyFigures]) -> "AnalyticsRead":
        return cls(
            event_id=event.id,
            currency=event.currency,
            totals=Figures(**_sums(days)),
            ticket_types=[
                TicketTypeFigures(
                    ticket_type_id=ticket_type.id,
                    name=ticket_type.name,
                    capacity=ticket_type.capacity,
                    **_sums([day for day in days if day.ticket_type_id == ticket_type.id]),
                )
                for ticket_type in event.ticket_types
            ],
            days=[DayFigures.model_validate(day) for day in days],
        )


def _sums(days: Sequence[DailyFigures]) -> dict[str, int]:
    return {name: sum(getattr(day, name) for day in days) for name in Figures.model_fields}
