from collections import Counter
from collections.abc import Mapping
from typing import Annotated

from pydantic import ConfigDict, Field, Strict, StringConstraints

from shared.ids import id_field
from shared.money import Currency
from shared.web.wire import Minor, Moment, Request, Response, Total
from ticket_service.catalog.ids import EventId, TicketTypeId
from ticket_service.holds.models import Hold, HoldStatus

HoldId = Annotated[str, id_field("hold")]
Quantity = Annotated[int, Strict(), Field(ge=1, le=1000)]


class Item(Request):
    """So many tickets of one type."""

    ticket_type_id: TicketTypeId
    quantity: Quantity


# What somebody types: a word that names no code is refused by the sale, not by its form.
CodeWord = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=100), Field(examples=["EARLYBIRD"])]

Items = Annotated[list[Item], Field(min_length=1, max_length=50)]


def by_type(items: list[Item]) -> dict[str, int]:
    """Tickets by ticket type, over all lines: a limit must not be passed by naming a type twice."""
    quantities: Counter[str] = Counter()
    for item in items:
        quantities[item.ticket_type_id] += item.quantity
    return dict(quantities)


class HoldCreate(Request):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "event_id": "evt_01980000000070008000000000000001",
                    "items": [{"ticket_type_id": "tt_01980000000070008000000000000002", "quantity": 2}],
                }
            ]
        }
    )

    event_id: EventId
    items: Items
    access_code: CodeWord | None = Field(None, description="For ticket types that are hidden or not on sale yet.")


class HeldItem(Response):
    ticket_type_id: TicketTypeId
    ticket_type_name: str = Field(description="As it is called now, also when it is hidden.")
    quantity: int
    unit_price: Minor


class HoldRead(Response):
    """Tickets that nobody else can buy until `expires_at`, at these prices."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "hold_01980000000070008000000000000003",
                    "event_id": "evt_01980000000070008000000000000001",
                    "status": "active",
                    "expires_at": "2027-05-01T18:10:00.000Z",
                    "items": [
                        {
                            "ticket_type_id": "tt_01980000000070008000000000000002",
                            "ticket_type_name": "Standing",
                            "quantity": 2,
                            "unit_price": 2500,
                        }
                    ],
                    "subtotal": 5000,
                    "fees": 0,
                    "fees_included": False,
                    "tax": 798,
                    "tax_name": "VAT",
                    "tax_rate": 1900,
                    "tax_included": True,
                    "total": 5000,
                    "currency": "EUR",
                }
            ]
        }
    )

    id: HoldId
    event_id: EventId
    status: HoldStatus
    expires_at: Moment
    items: list[HeldItem]
    subtotal: Total
    fees: Total
    fees_included: bool
    tax: Total
    tax_name: str = Field(description="As buyers read it.", examples=["VAT"])
    tax_rate: int = Field(description="In basis points: 1900 is 19 %.")
    tax_included: bool
    total: Total = Field(description="All in: what is to be paid without a discount.")
    currency: Currency

    @classmethod
    def of(cls, hold: Hold, names: Mapping[str, str]) -> "HoldRead":
        """`names` are the ticket types', by id."""
        price = hold.price
        return cls(
            id=hold.id,
            event_id=hold.event_id,
            status=hold.status,
            expires_at=hold.expires_at,
            items=[
                HeldItem(
                    ticket_type_id=line.ticket_type_id,
                    ticket_type_name=names[line.ticket_type_id],
                    quantity=line.quantity,
                    unit_price=line.unit_price,
                )
                for line in hold.lines
            ],
            subtotal=price.subtotal,
            fees=price.fees,
            fees_included=price.terms.fees_included,
            tax=price.tax,
            tax_name=price.terms.tax_name,
            tax_rate=price.terms.tax_rate,
            tax_included=price.terms.tax_included,
            total=hold.total,
            currency=hold.currency,
        )
