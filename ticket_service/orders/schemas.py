from typing import Any

import orjson
from pydantic import ConfigDict, Field, JsonValue

from shared.money import Currency
from shared.web.wire import Minor, Moment, Response, Total, rfc3339
from ticket_service.catalog.ids import AccountId, OrderId
from ticket_service.orders.models import Order, OrderStatus

EXAMPLE: dict[str, JsonValue] = {
    "id": "ord_01980000000070008000000000000004",
    "number": "7KQ3M-X9WTP",
    "event_id": "evt_01980000000070008000000000000001",
    "status": "pending",
    "subtotal": 5000,
    "discount": 500,
    "discount_code": "EARLYBIRD",
    "fees": 200,
    "fees_included": False,
    "tax": 750,
    "tax_included": True,
    "tax_name": "VAT",
    "tax_rate": 1900,
    "total": 4700,
    "currency": "EUR",
    "lines": [
        {
            "ticket_type_id": "tt_01980000000070008000000000000002",
            "ticket_type_name": "Standing",
            "quantity": 2,
            "unit_price": 2500,
            "discount": 500,
            "fee": 200,
            "tax": 750,
            "total": 4700,
            "holders": ["Ada Lovelace", "Charles Babbage"],
        }
    ],
    "expires_at": "2027-05-01T18:15:00.000Z",
    "created_at": "2027-05-01T18:00:00.000Z",
    "paid_at": None,
}


class OrderLineRead(Response):
    """Tickets of one type, and the names of those who enter with them."""

    ticket_type_id: str
    ticket_type_name: str
    quantity: int
    unit_price: Minor
    discount: Total
    fee: Total
    tax: Total
    total: Total = Field(description="What these tickets cost together.")
    holders: list[str]


class OrderRead(Response):
    """An order. While it is `pending` its tickets are held for you until `expires_at`."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    id: OrderId
    number: str
    event_id: str
    status: OrderStatus
    subtotal: Total
    discount: Total
    discount_code: str | None
    fees: Total
    fees_included: bool = Field(description="Whether the price contains the fees; if not they were added.")
    tax: Total
    tax_included: bool = Field(description="Whether prices and fees contain the tax; if not it was added.")
    tax_name: str | None = Field(description="As it was agreed; null: an older order does not know.")
    tax_rate: int | None = Field(description="In basis points, as it was agreed; null: an older order does not know.")
    total: Total
    currency: Currency
    lines: list[OrderLineRead]
    expires_at: Moment
    created_at: Moment
    paid_at: Moment | None

    @classmethod
    def of(cls, order: Order) -> "OrderRead":
        return cls.model_validate(_shown(order))


class OrderAdminRead(OrderRead):
    """An order with the account that placed it."""

    account_id: AccountId

    @classmethod
    def of(cls, order: Order) -> "OrderAdminRead":
        return cls.model_validate({**_shown(order), "account_id": order.account_id})


def written(order: Order) -> bytes:
    """`OrderRead.of(order)` as JSON, at a third of the cost: the answer to each order of a rush."""
    return orjson.dumps(_shown(order), default=rfc3339, option=orjson.OPT_PASSTHROUGH_DATETIME)


def _shown(order: Order) -> dict[str, Any]:
    return {
        "id": order.id,
        "number": order.number,
        "event_id": order.event_id,
        "status": order.status,
        "subtotal": order.subtotal,
        "discount": order.discount,
        "discount_code": order.discount_code,
        "fees": order.fees,
        "fees_included": order.fees_included,
        "tax": order.tax,
        "tax_included": order.tax_included,
        "tax_name": order.tax_name,
        "tax_rate": order.tax_rate,
        "total": order.total,
        "currency": order.currency,
        "lines": [
            {
                "ticket_type_id": line.ticket_type_id,
                "ticket_type_name": line.ticket_type_name,
                "quantity": line.quantity,
                "unit_price": line.unit_price,
                "discount": line.discount,
                "fee": line.fee,
                "tax": line.tax,
                "total": line.total,
                "holders": line.holder_names,
            }
            for line in order.lines
        ],
        "expires_at": order.expires_at,
        "created_at": order.created_at,
        "paid_at": order.paid_at,
    }
