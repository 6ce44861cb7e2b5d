"""Refunds that are to be sent, canceled events whose orders are to be refunded, and money that did not go back."""

from sqlalchemy import func, select

from shared.persistence import leases
from shared.persistence.backlog import Measure
from ticket_service.refunds.models import Cancellation, Refund, RefundStatus

MEASURES = (
    *leases.measures("refunds", Refund),
    *leases.measures("cancellations", Cancellation),
    Measure(
        "refunds_failed",
        "Refunds whose money has not arrived, until people try again.",
        lambda _moment: select(func.count()).where(Refund.status == RefundStatus.FAILED),
    ),
)
