from typing import Annotated

from pydantic import ConfigDict, Field

from shared.ids import id_field
from shared.money import Currency
from shared.web.wire import Moment, Response
from ticket_service.disputes.models import Dispute, DisputeStatus

DisputeId = Annotated[str, id_field("dsp")]


class DisputeRead(Response):
    """A buyer's bank takes money back. It is answered at the payment provider, until `evidence_until`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "dsp_0198000000007000800000000000000b",
                    "provider_id": "du_3Q0000000000000000000000",
                    "order_id": "ord_01980000000070008000000000000004",
                    "event_id": "evt_01980000000070008000000000000001",
                    "payment_id": "pay_01980000000070008000000000000005",
                    "status": "needs_response",
                    "reason": "fraudulent",
                    "amount": 5000,
                    "withheld": 5000,
                    "currency": "EUR",
                    "evidence_until": "2027-05-15T23:59:59.000Z",
                    "opened_at": "2027-05-01T18:00:00.000Z",
                    "closed_at": None,
                }
            ]
        }
    )

    id: DisputeId
    provider_id: str
    order_id: str
    event_id: str
    payment_id: str
    status: DisputeStatus
    reason: str = Field(description="In the bank's words.")
    amount: int
    withheld: int = Field(description="How much of it can therefore not be refunded.")
    currency: Currency
    evidence_until: Moment | None
    opened_at: Moment
    closed_at: Moment | None

    @classmethod
    def of(cls, dispute: Dispute) -> "DisputeRead":
        return cls.model_validate(dispute)
