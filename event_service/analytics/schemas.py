from datetime import date

from pydantic import Field

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
