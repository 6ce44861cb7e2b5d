from pydantic import Field

from shared.web.wire import Minor, Moment, Response, Total
from user_service.purchases.models import PurchaseStatus


class PurchasedEvent(Response):
    """The event as it is now planned."""

    status: str = Field(examples=["published"])
    venue_name: str = Field(examples=["Arena"])
    city: str = Field(examples=["Vienna"])
    time_zone: str = Field(examples=["Europe/Vienna"])
    starts_at: Moment


class PurchaseLine(Response):
    ticket_type_id: str = Field(examples=["tt_0197b2f0c1d27e0f8a5b3c4d5e6f7a8b"])
    ticket_type_name: str = Field(examples=["Balcony"])
    quantity: int = Field(examples=[2])
    unit_price: Minor = Field(examples=[4500])


class PurchaseRead(Response):
    order_id: str = Field(examples=["ord_0197b2f0c1d27e0f8a5b3c4d5e6f7a8b"])
    number: str
    status: PurchaseStatus
    event_id: str = Field(examples=["evt_0197b2f0c1d27e0f8a5b3c4d5e6f7a8b"])
    event_title: str = Field(description="The title under which it was bought.", examples=["Night of the Organ"])
    event: PurchasedEvent | None = Field(description="Null for a moment, until the event's own facts have arrived.")
    lines: list[PurchaseLine]
    total: Total = Field(examples=[9000])
    tickets_transferred: int = Field(description="How many of its tickets somebody else has now.", examples=[0])
    refunded_total: Total = Field(examples=[0])
    currency: str = Field(examples=["EUR"])
    ordered_at: Moment
    paid_at: Moment | None
