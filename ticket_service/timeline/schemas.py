from pydantic import ConfigDict, Field, JsonValue

from shared.money import Currency
from shared.web.wire import Moment, Response
from ticket_service.catalog.ids import OrderId
from ticket_service.changes.models import By, What

EXAMPLE: dict[str, JsonValue] = {
    "order_id": "ord_01980000000070008000000000000004",
    "currency": "EUR",
    "entries": [
        {
            "happened_at": "2027-05-01T18:00:00.000Z",
            "what": "placed",
            "by": "buyer",
            "reason": None,
            "amount": 4700,
            "ticket_id": None,
            "refund_id": None,
        },
        {
            "happened_at": "2027-05-01T18:02:10.000Z",
            "what": "payment_failed",
            "by": "system",
            "reason": "insufficient_funds",
            "amount": None,
            "ticket_id": None,
            "refund_id": None,
        },
    ],
}


class TimelineEntry(Response):
    """Something that happened."""

    happened_at: Moment
    what: What
    by: By = Field(
        description="As what somebody did it; a `holder` is whom a ticket was offered or transferred to, and what nobody"
        " did happened by itself: `system`."
    )
    reason: str | None = Field(description="A code, or the words of whoever did it.")
    amount: int | None = Field(description="Minor units of the order's currency.")
    ticket_id: str | None
    refund_id: str | None


class TimelineRead(Response):
    """An order's life, the earliest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    order_id: OrderId
    currency: Currency
    entries: list[TimelineEntry]
