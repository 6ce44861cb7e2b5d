from pydantic import ConfigDict, Field

from shared.money import Currency
from shared.web.wire import Count, Flag, Minor, Moment, Name, Request, Response
from ticket_service.catalog.ids import EventId, TicketTypeId
from ticket_service.stock.sale_status import Sale, SaleStatus, TypeOnSale


class TicketTypeAvailability(Response):
    id: TicketTypeId
    name: Name
    price: Minor
    currency: Currency
    status: SaleStatus
    available: Count
    is_waitlist_open: Flag = Field(description="Sold out, and who wants a ticket can wait in line: `POST /waitlist`.")
    max_per_order: Count
    sales_start_at: Moment | None
    sales_end_at: Moment | None

    @classmethod
    def of(cls, kind: TypeOnSale) -> "TicketTypeAvailability":
        offered = kind.ticket_type
        return cls(
            id=offered.id,
            name=offered.name,
            price=offered.price,
            currency=offered.currency,
            status=kind.status,
            available=kind.available,
            is_waitlist_open=kind.is_waitlist_open,
            max_per_order=offered.max_per_order,
            sales_start_at=offered.sales_start_at,
            sales_end_at=offered.sales_end_at,
        )


class AvailabilityRead(Response):
    """What of an event can be bought now. `preparing`: it is not on sale here yet; ask again in a moment."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "event_id": "evt_01980000000070008000000000000001",
                    "sale_status": "on_sale",
                    "ticket_types": [
                        {
                            "id": "tt_01980000000070008000000000000002",
                            "name": "Standing",
                            "price": 2500,
                            "currency": "EUR",
                            "status": "on_sale",
                            "available": 120,
                            "is_waitlist_open": False,
                            "max_per_order": 10,
                            "sales_start_at": None,
                            "sales_end_at": None,
                        }
                    ],
                }
            ]
        }
    )

    event_id: EventId
    sale_status: SaleStatus
    ticket_types: list[TicketTypeAvailability]

    @classmethod
    def of(cls, event_id: str, sale: Sale | None) -> "AvailabilityRead":
        return cls(
            event_id=event_id,
            sale_status=SaleStatus.PREPARING if sale is None else sale.status,
            ticket_types=[] if sale is None else [TicketTypeAvailability.of(kind) for kind in sale.shown],
        )


class CapacityWrite(Request):
    capacity: Count


class CapacityRead(Response):
    """An allocation's counters. `sold` and `held` are the least that the capacity can be lowered to."""

    ticket_type_id: TicketTypeId | None
    capacity: int
    sold: int
    held: int
