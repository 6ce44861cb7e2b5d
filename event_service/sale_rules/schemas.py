from typing import Annotated

from pydantic import AfterValidator, Field, Strict, StringConstraints

from event_service.events.sale_rules import RefundPolicy
from event_service.events.schemas import EventId, TicketTypeId
from event_service.sale_rules.models import CodeKind
from event_service.ticket_types.schemas import Price
from shared.ids import id_field
from shared.web.wire import Flag, Line, Moment, Request, Response

CodeId = Annotated[str, id_field("code"), Field(examples=["code_0197b2f0c1d27e0f8a5b3c4d5e6f7a8b"])]
_RATE = "Basis points: 1900 is 19 %."
Rate = Annotated[int, Strict(), Field(ge=0, le=10_000, description=_RATE, examples=[1900])]
TaxName = Annotated[
    Line, StringConstraints(min_length=1, max_length=30), Field(description="As buyers read it.", examples=["MwSt."])
]
DiscountRate = Annotated[int, Strict(), Field(ge=1, le=10_000, description=_RATE, examples=[2000])]
DiscountAmount = Annotated[
    int, Strict(), Field(ge=1, le=99_999_999, description="Off the whole order, in minor units.", examples=[500])
]
Word = Annotated[
    str,
    StringConstraints(strict=True, pattern="^[A-Za-z0-9][A-Za-z0-9_-]{2,39}$"),
    AfterValidator(str.upper),
    Field(description="Letters, digits, `-` and `_`; capitals and small letters are the same.", examples=["EARLYBIRD"]),
]
Uses = Annotated[int, Strict(), Field(ge=1, le=1_000_000, description="Orders; unlimited if left out.", examples=[100])]
TicketTypeIds = Annotated[list[TicketTypeId], Field(min_length=1, max_length=50)]
REFUNDS_END = "If null: what is automatic ends with the event's beginning, and people may ask at any time."
TRANSFERS_END = "If null: as long as the sale lets the holder of a ticket be changed."


class SaleRulesChange(Request):
    """What is not named stays as it is; `null` clears."""

    tax_name: TaxName = Field(default_factory=str)
    tax_rate: Rate = Field(default_factory=int)
    tax_included: Flag = Field(default_factory=bool)
    fee_per_ticket: Price = Field(default_factory=int)
    fee_rate: Rate = Field(default_factory=int)
    fees_included: Flag = Field(default_factory=bool)
    refunds: RefundPolicy = Field(default_factory=lambda: RefundPolicy.NONE)
    refund_until: Moment | None = None
    transfers_allowed: Flag = Field(default_factory=bool)
    transfer_until: Moment | None = None


class SaleRulesRead(Response):
    """What everybody may know before buying. The codes are the organizer's."""

    event_id: EventId
    tax_name: str = Field(description="As buyers read it.", examples=["VAT"])
    tax_rate: int = Field(description=_RATE, examples=[1900])
    tax_included: bool = Field(description="Whether prices contain the tax; if not it is added.")
    fee_per_ticket: int = Field(description="Minor units; of tickets that cost something.", examples=[150])
    fee_rate: int = Field(description=_RATE, examples=[500])
    fees_included: bool = Field(description="Whether the organizer bears the fees; if not they are added.")
    refunds: RefundPolicy
    refund_until: Moment | None = Field(description=REFUNDS_END)
    transfers_allowed: bool
    transfer_until: Moment | None = Field(description=TRANSFERS_END)


class CodeCreate(Request):
    """A `discount` has either a `rate` or an `amount`, and is for all ticket types unless it names some. An `access` code
    opens the types it names, hidden ones and before their sale.
    """

    kind: CodeKind
    code: Word
    rate: DiscountRate | None = None
    amount: DiscountAmount | None = None
    ticket_type_ids: TicketTypeIds | None = None
    max_uses: Uses | None = None
    max_per_account: Uses | None = None
    valid_from: Moment | None = None
    valid_until: Moment | None = None


class CodeChange(Request):
    """What is not named stays as it is; `null` clears. A lower `max_uses` takes back nothing that was used."""

    rate: DiscountRate | None = None
    amount: DiscountAmount | None = None
    ticket_type_ids: TicketTypeIds | None = None
    max_uses: Uses | None = None
    max_per_account: Uses | None = None
    valid_from: Moment | None = None
    valid_until: Moment | None = None


class CodeRead(Response):
    id: CodeId
    event_id: EventId
    kind: CodeKind
    code: str = Field(examples=["EARLYBIRD"])
    rate: int | None = Field(examples=[2000])
    amount: int | None
    ticket_type_ids: list[str] | None
    max_uses: int | None
    max_per_account: int | None
    valid_from: Moment | None
    valid_until: Moment | None


class CodeList(Response):
    data: list[CodeRead]
