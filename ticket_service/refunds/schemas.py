from typing import Annotated, Self

from pydantic import ConfigDict, Field, Strict, model_validator

from shared.ids import id_field
from shared.money import Currency
from shared.web.wire import Flag, Line, Moment, Request, Response
from ticket_service.catalog.ids import EventId, OrderId
from ticket_service.refunds.models import Cause, Refund, RefundStatus
from ticket_service.tickets.schemas import TicketId

RefundId = Annotated[str, id_field("re")]


class RefundCreate(Request):
    """Some tickets of an order, or an amount that ends no ticket; with neither everything that is left of the order."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "order_id": "ord_01980000000070008000000000000004",
                    "ticket_ids": ["tkt_01980000000070008000000000000006"],
                    "reason": "I cannot come.",
                }
            ]
        }
    )

    order_id: OrderId
    ticket_ids: Annotated[list[TicketId], Field(min_length=1, max_length=1000)] | None = None
    amount: Annotated[int, Strict(), Field(ge=1, le=2**31 - 1, description="Minor units; organizers only.")] | None = (
        None
    )
    reason: Line = ""
    force: Flag = Field(False, description="Also tickets that have been admitted or transferred; organizers only.")

    @model_validator(mode="after")
    def _tickets_or_amount(self) -> Self:
        if self.ticket_ids is not None and self.amount is not None:
            raise ValueError("send either `ticket_ids` or `amount`")
        return self


class RefundApproval(Request):
    force: Flag = Field(False, description="Also tickets that have been admitted or transferred.")


class PaymentByHand(Request):
    model_config = ConfigDict(json_schema_extra={"examples": [{"how": "Bank transfer of 3 May"}]})

    how: Annotated[Line, Field(min_length=1)] = Field(
        description="How the money went, for the order's timeline, which the buyer reads too."
    )


class RefundRead(Response):
    """Money that goes back, and the tickets that end with it.

    `requested` is a buyer's wish and has changed nothing; from `processing` on its tickets are no longer valid; with
    `succeeded` the money has gone. `failure` says why money did not arrive, in the payment provider's words;
    `paid_by_hand` how people sent it then.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "re_01980000000070008000000000000007",
                    "order_id": "ord_01980000000070008000000000000004",
                    "event_id": "evt_01980000000070008000000000000001",
                    "status": "processing",
                    "cause": "by_organizer",
                    "reason": "I cannot come.",
                    "amount": 2500,
                    "currency": "EUR",
                    "ticket_ids": ["tkt_01980000000070008000000000000006"],
                    "failure": None,
                    "paid_by_hand": None,
                    "created_at": "2027-05-01T18:00:00.000Z",
                    "decided_at": "2027-05-01T18:00:00.000Z",
                    "finished_at": None,
                }
            ]
        }
    )

    id: RefundId
    order_id: str
    event_id: str
    status: RefundStatus
    cause: Cause
    reason: str
    amount: int
    currency: Currency
    ticket_ids: list[str]
    failure: str | None
    paid_by_hand: str | None
    created_at: Moment
    decided_at: Moment | None
    finished_at: Moment | None

    @classmethod
    def of(cls, refund: Refund) -> "RefundRead":
        return cls.model_validate(refund)


class RefundsProgress(Response):
    """How far the refunds of a canceled event are: orders, and minor units of the currency."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "event_id": "evt_01980000000070008000000000000001",
                    "orders": 1200,
                    "done": 700,
                    "failed": 1,
                    "amount": 6000000,
                    "refunded": 3500000,
                    "currency": "EUR",
                    "is_finished": False,
                }
            ]
        }
    )

    event_id: EventId
    orders: int
    done: int
    failed: int
    amount: int
    refunded: int
    currency: Currency | None
    is_finished: bool
