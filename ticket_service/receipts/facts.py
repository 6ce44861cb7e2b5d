"""What stands on a receipt, frozen: it is printed from this alone, so that it says the same for ever.

It is also read by the process that prints, so it knows no database.
"""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class LineFacts(_Frozen):
    name: str
    quantity: int
    unit_price: int
    discount: int
    fee: int
    tax: int
    total: int


class RefundFacts(_Frozen):
    """What went back, and the part of it that was tax; `tickets` ended with it."""

    amount: int
    tax: int
    tickets: int
    sent_at: datetime
    # Of the receipt that it corrects.
    corrects: int


class Facts(_Frozen):
    """Amounts are minor units. `names`: who was named at the order, one per ticket; `tax_rate`: basis points, if known."""

    number: int
    issued_at: datetime
    seller: str
    order_number: str
    names: Sequence[str]
    event: str
    venue: str
    starts_at: datetime
    time_zone: str
    currency: str
    lines: Sequence[LineFacts]
    subtotal: int
    discount: int
    fees: int
    fees_included: bool
    tax: int
    tax_included: bool
    tax_rate: int | None
    # Receipts from before it was kept have none.
    tax_name: str | None = None
    total: int
    paid_at: datetime
    refund: RefundFacts | None = None
