from collections.abc import Sequence
from datetime import date
from typing import Any, Self

from pydantic import Field

from event_service.analytics.models import SHOWN_DAYS, SHOWN_SPANS, SPAN
from event_service.events.models import Event
from event_service.events.schemas import EventId, TicketTypeId
from shared.web.wire import Moment, Response


class Figures(Response):
    """Sold and revenue are gross: what came back stands beside them. Amounts in minor units."""

    sold: int = Field(0, examples=[120])
    revenue: int = Field(0, examples=[300000])
    fees: int = Field(0, examples=[9000], description="A part of the revenue, less what went back with refunds.")
    returned: int = Field(0, examples=[2], description="Tickets that ended: refunded, or voided by hand.")
    refunded: int = Field(0, examples=[5000])
    checked_in: int = Field(0, examples=[97])


class TicketTypeFigures(Figures):
    ticket_type_id: TicketTypeId
    name: str = Field(examples=["Standing"])
    capacity: int = Field(examples=[300])


class DayFigures(Figures):
    day: date = Field(description="On the venue's clock.")
    ticket_type_id: TicketTypeId


class CheckInSpan(Response):
    begins_at: Moment
    checked_in: int = Field(examples=[31])


class SalesFigures(Response):
    """What was sold and who came, in all and per ticket type. What is left after fees and refunds is
    `revenue - refunded - fees`.
    """

    event_id: EventId
    currency: str | None = Field(examples=["EUR"])
    totals: Figures
    ticket_types: list[TicketTypeFigures]

    @classmethod
    def of(cls, event: Event, sums: Sequence[Any], **more: Any) -> Self:
        return cls(
            event_id=event.id,
            currency=event.currency,
            totals=Figures(**_added(sums)),
            ticket_types=[
                TicketTypeFigures(
                    ticket_type_id=ticket_type.id,
                    name=ticket_type.name,
                    capacity=ticket_type.capacity,
                    **_added([row for row in sums if row.ticket_type_id == ticket_type.id]),
                )
                for ticket_type in event.ticket_types
            ],
            **more,
        )


class AnalyticsRead(SalesFigures):
    """The same, also per day and ticket type, and when people came in. A few seconds old."""

    days: list[DayFigures] = Field(
        description=f"The {SHOWN_DAYS} days that end with the last one on which anything happened."
    )
    check_ins: list[CheckInSpan] = Field(
        description=f"How many came in within each {SPAN.seconds // 60} minutes, without those in which nobody did. "
        f"At most the last {SHOWN_SPANS}."
    )


def _added(rows: Sequence[Any]) -> dict[str, int]:
    return {name: sum(getattr(row, name) for row in rows) for name in Figures.model_fields}
