from typing import Annotated, Any

from pydantic import ConfigDict, Field

from shared.ids import id_field
from shared.web.wire import Flag, Moment, Request, Response
from ticket_service.reconciliations.models import Code, Difference, Reconciliation, Repair, Stage

ReconciliationId = Annotated[str, id_field("rec")]


class ReconciliationCreate(Request):
    model_config = ConfigDict(json_schema_extra={"examples": [{"since": "2027-05-01T00:00:00Z", "repair": False}]})

    since: Moment | None = Field(
        None, description="What was created at the provider before is left out; a week without it."
    )
    repair: Flag = Field(False, description="Also begin the safe repair of each difference.")


class ReconciliationRead(Response):
    """A comparison of the payment provider with orders, payments, refunds, tickets and stock. A worker goes on with it until
    `finished_at` says when it was done.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "rec_01980000000070008000000000000009",
                    "since": "2027-05-01T00:00:00.000Z",
                    "is_repairing": False,
                    "stage": "books",
                    "intents": 1200,
                    "refunds": 7,
                    "created_at": "2027-05-08T00:00:00.000Z",
                    "finished_at": "2027-05-08T00:00:12.000Z",
                    "last_error": None,
                }
            ]
        }
    )

    id: ReconciliationId
    since: Moment
    is_repairing: bool
    stage: Stage = Field(description="What is compared now, or was last.")
    intents: int = Field(description="Payment intents that have been compared.")
    refunds: int
    created_at: Moment
    finished_at: Moment | None
    last_error: str | None = Field(description="Why the provider could not be asked last time; it is asked again.")

    @classmethod
    def of(cls, reconciliation: Reconciliation) -> "ReconciliationRead":
        return cls.model_validate(reconciliation)


class ReconciliationDetail(ReconciliationRead):
    differences: int

    @classmethod
    def with_differences(cls, reconciliation: Reconciliation, differences: int) -> "ReconciliationDetail":
        return cls(**ReconciliationRead.of(reconciliation).model_dump(), differences=differences)


class DifferenceRead(Response):
    """What both sides showed. `repaired_at` says when its repair was begun; `review` is for people."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "dif_0198000000007000800000000000000a",
                    "code": "capture_not_recorded",
                    "subject": "pi_3Q0000000000000000000000",
                    "order_id": "ord_01980000000070008000000000000004",
                    "payment_id": "pay_01980000000070008000000000000005",
                    "ours": {"order_status": "expired", "payment_status": "canceled", "amount": 5000},
                    "theirs": {"status": "succeeded", "amount": 5000, "amount_received": 5000},
                    "repair": "look",
                    "repaired_at": None,
                    "created_at": "2027-05-08T00:00:03.000Z",
                }
            ]
        }
    )

    id: str
    code: Code
    subject: str = Field(description="The provider's id, or the promise that our books break.")
    order_id: str | None
    payment_id: str | None
    ours: dict[str, Any]
    theirs: dict[str, Any]
    repair: Repair
    repaired_at: Moment | None
    created_at: Moment

    @classmethod
    def of(cls, difference: Difference) -> "DifferenceRead":
        return cls.model_validate(difference)
