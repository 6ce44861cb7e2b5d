"""What the newest finished reconciliation found and did not begin to repair."""

from sqlalchemy import func, select

from shared.persistence import leases
from shared.persistence.backlog import Measure
from ticket_service.reconciliations.models import Difference, Reconciliation

_NEWEST = (
    select(Reconciliation.id)
    .where(Reconciliation.finished_at.is_not(None))
    .order_by(Reconciliation.id.desc())
    .limit(1)
    .scalar_subquery()
)

MEASURES = (
    *leases.measures("reconciliations", Reconciliation),
    Measure(
        "books_differ",
        "Differences from the payment provider that the newest reconciliation left to people.",
        lambda _moment: select(func.count()).where(
            Difference.reconciliation_id == _NEWEST, Difference.repaired_at.is_(None)
        ),
    ),
)
