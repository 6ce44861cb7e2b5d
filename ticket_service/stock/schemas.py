from pydantic import ConfigDict, Field

from shared.money import Currency
from shared.web.wire import Count, Flag, Minor, Moment, Name, Request, Response, Total
from ticket_service.catalog.ids import EventId, TicketTypeId
from ticket_service.pricing.calculation import Terms
from ticket_service.stock.sale_status import Sale, SaleStatus, TypeOnSale


class TicketTypeAvailability(Response):
    id: TicketTypeId
    name: Name
    price: Minor = Field(description="Before what is added to it.")
    all_in_price: Total = Field(description="What one ticket costs, with the fees and the tax that are added.")
    fee: Total = Field(description="Of one ticket; added to the price or contained in it.")
    tax: Total = Field(description="Of one ticket; added to price and fee or contained in them.")
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
            all_in_price=kind.price.total,
            fee=kind.price.fee,
            tax=kind.price.tax,
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
                    "fees_included": False,
                    "tax_name": "VAT",
                    "tax_rate": 1900,
                    "tax_included": True,
                    "ticket_types": [
                        {
                            "id": "tt_01980000000070008000000000000002",
                            "name": "Standing",
                            "price": 2500,
                            "all_in_price": 2650,
                            "fee": 150,
                            "tax": 423,
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
    fees_included: Flag
    tax_name: str = Field(description="As buyers read it.", examples=["VAT"])
    tax_rate: Count = Field(description="In basis points: 1900 is 19 %.")
    tax_included: Flag
    ticket_types: list[TicketTypeAvailability]

    @classmethod
    def of(cls, event_id: str, sale: Sale | None) -> "AvailabilityRead":
        terms = Terms() if sale is None else sale.terms
        return cls(
            event_id=event_id,
            sale_status=SaleStatus.PREPARING if sale is None else sale.status,
            fees_included=terms.fees_included,
            tax_name=terms.tax_name,
            tax_rate=terms.tax_rate,
            tax_included=terms.tax_included,
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
