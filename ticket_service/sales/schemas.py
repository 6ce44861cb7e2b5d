from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from shared.money import Currency
from shared.web.wire import Minor, Name, Request, Response, Total
from ticket_service.catalog.ids import EventId, TicketTypeId
from ticket_service.holds.schemas import CodeWord, HoldId, Items
from ticket_service.pricing.calculation import PricedLine
from ticket_service.pricing.codes import CodeKind
from ticket_service.sales.looking_up import FoundCode
from ticket_service.sales.quoting import Quote
from ticket_service.stock.sale_status import TypeOnSale
from ticket_service.stock.schemas import TicketTypeAvailability


class HolderName(Request):
    """Who enters with one of the tickets of a type."""

    ticket_type_id: TicketTypeId
    name: Name


class Wanted(Request):
    """Either a hold, or an event and items; with the codes that somebody has."""

    hold_id: HoldId | None = None
    event_id: EventId | None = None
    items: Items | None = None
    discount_code: CodeWord | None = None
    access_code: CodeWord | None = Field(
        None, description="For ticket types that are hidden or not on sale yet; a hold has used its own already."
    )

    @model_validator(mode="after")
    def _a_hold_or_items(self) -> Self:
        direct = (self.event_id is not None, self.items is not None)
        if direct != ((self.hold_id is None), (self.hold_id is None)):
            raise ValueError("send either `hold_id`, or `event_id` with `items`")
        if self.hold_id is not None and self.access_code is not None:
            raise ValueError("send `access_code` when the hold is taken")
        return self


class OrderCreate(Wanted):
    """Either a hold, or an event and items; the holders in both cases, one per ticket. A discount applies to this order."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "hold_id": "hold_01980000000070008000000000000003",
                    "holders": [
                        {"ticket_type_id": "tt_01980000000070008000000000000002", "name": "Ada Lovelace"},
                        {"ticket_type_id": "tt_01980000000070008000000000000002", "name": "Charles Babbage"},
                    ],
                }
            ]
        }
    )

    holders: Annotated[list[HolderName], Field(min_length=1, max_length=1000)]


class QuoteCreate(Wanted):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "event_id": "evt_01980000000070008000000000000001",
                    "items": [{"ticket_type_id": "tt_01980000000070008000000000000002", "quantity": 2}],
                    "discount_code": "EARLYBIRD",
                }
            ]
        }
    )


class CodeLookup(Request):
    code: CodeWord


class UnlockedType(TicketTypeAvailability):
    description: str

    @classmethod
    def of(cls, kind: TypeOnSale) -> "UnlockedType":
        known = dict(TicketTypeAvailability.of(kind))
        return cls(**known, description=kind.ticket_type.description)


class CodeFound(Response):
    """What a code does: a discount is given with the order, an access code with the hold."""

    code: str = Field(examples=["EARLYBIRD"])
    kind: CodeKind
    rate: int | None = Field(description="Of a discount: so much off, in basis points.", examples=[2000])
    amount: int | None = Field(description="Of a discount: so much off, in minor units of the event's currency.")
    ticket_type_ids: list[TicketTypeId] | None = Field(description="The types it is for; null: all.")
    unlocked: list[UnlockedType] = Field(description="What an access code opens, as it is on sale to whoever has it.")

    @classmethod
    def of(cls, found: FoundCode) -> "CodeFound":
        code = found.code
        return cls(
            code=code.code,
            kind=CodeKind(code.kind),
            rate=code.rate,
            amount=code.amount,
            ticket_type_ids=code.ticket_type_ids,
            unlocked=[UnlockedType.of(kind) for kind in found.unlocked],
        )


class QuotedLine(Response):
    ticket_type_id: TicketTypeId
    quantity: int
    unit_price: Minor
    discount: Total
    fee: Total
    tax: Total
    total: Total = Field(description="What these tickets cost together.")

    @classmethod
    def of(cls, priced: PricedLine) -> "QuotedLine":
        return cls(
            ticket_type_id=priced.line.ticket_type_id,
            quantity=priced.line.quantity,
            unit_price=priced.line.unit_price,
            discount=priced.discount,
            fee=priced.fee,
            tax=priced.tax,
            total=priced.total,
        )


class QuoteRead(Response):
    """What would be paid, all in, and what that is made of."""

    event_id: EventId
    total: Total = Field(description="All in: nothing is added to it.", examples=[4700])
    currency: Currency = Field(examples=["EUR"])
    subtotal: Total = Field(examples=[5000])
    discount: Total = Field(examples=[500])
    discount_code: str | None = Field(examples=["EARLYBIRD"])
    fees: Total = Field(examples=[200])
    fees_included: bool = Field(description="Whether the price contains the fees; if not they were added.")
    tax: Total = Field(examples=[750])
    tax_name: str = Field(description="As buyers read it.", examples=["VAT"])
    tax_rate: int = Field(description="In basis points: 1900 is 19 %.", examples=[1900])
    tax_included: bool = Field(description="Whether prices and fees contain the tax; if not it was added.")
    lines: list[QuotedLine]

    @classmethod
    def of(cls, quote: Quote) -> "QuoteRead":
        price = quote.price
        return cls(
            event_id=quote.event_id,
            total=price.total,
            currency=price.currency,
            subtotal=price.subtotal,
            discount=price.discount,
            discount_code=quote.discount_code,
            fees=price.fees,
            fees_included=price.terms.fees_included,
            tax=price.tax,
            tax_name=price.terms.tax_name,
            tax_rate=price.terms.tax_rate,
            tax_included=price.terms.tax_included,
            lines=[QuotedLine.of(line) for line in price.lines],
        )
