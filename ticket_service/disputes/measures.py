from sqlalchemy import func, select

from shared.persistence import leases
from shared.persistence.backlog import Measure
from ticket_service.disputes.models import Dispute
from ticket_service.payments.models import DisputeLook

MEASURES = (
    *leases.measures("dispute_looks", DisputeLook),
    Measure(
        "disputes_open",
        "Disputes that the bank has not decided.",
        lambda _moment: select(func.count()).where(Dispute.closed_at.is_(None)),
    ),
)
