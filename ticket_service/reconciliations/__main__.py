"""Compares Stripe with our books: `python -m ticket_service.reconciliations [--days 7] [--repair]`.

Changes nothing without `--repair`; what that begins, the worker ends. Ends with 1 when there are differences, and with 2
while another one runs.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from shared import runtime
from shared.persistence import clock
from ticket_service.config import settings
from ticket_service.payments.stripe_client import provider
from ticket_service.reconciliations import running
from ticket_service.reconciliations import service as reconciliations
from ticket_service.reconciliations.errors import ReconciliationRunning
from ticket_service.reconciliations.models import Difference, Reconciliation


async def reconcile(days: float, *, is_repairing: bool) -> tuple[Reconciliation, Sequence[Difference]]:
    """A whole run, in this process and in the worker, whoever comes first to a page."""
    async with runtime.running("ticket", settings(), pool_size=2) as opened:
        async with opened.database.transaction() as session:
            since = await clock.now(session) - timedelta(days=days)
            begun = await reconciliations.begin(session, since=since, is_repairing=is_repairing, started_by=None)
        while True:
            await running.compare_due(opened, provider(opened))
            async with opened.database.transaction() as session:
                run = await reconciliations.get(session, begun.id)
                if run.finished_at is not None:
                    of_run = select(Difference).where(Difference.reconciliation_id == run.id).order_by(Difference.id)
                    return run, (await session.execute(of_run)).scalars().all()
            await asyncio.sleep(0.5)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m ticket_service.reconciliations", description=__doc__)
    parser.add_argument("--days", type=float, default=7, help="how far back to look (7)")
    parser.add_argument("--repair", action="store_true", help="begin the safe repair of each difference")
    given = parser.parse_args()
    try:
        run, differences = asyncio.run(reconcile(given.days, is_repairing=given.repair))
    except ReconciliationRunning as running_already:
        sys.stderr.write(f"{running_already.detail}\n")
        return 2
    for difference in differences:
        done = "begun" if difference.repaired_at else "not begun"
        order = difference.ours.get("order_number", "")
        sys.stdout.write(f"{difference.code}  {difference.subject}  {order}\n")
        sys.stdout.write(f"    ours    {difference.ours}\n    theirs  {difference.theirs}\n")
        sys.stdout.write(f"    repair  {difference.repair}, {done}\n")
    compared = f"{run.intents} intents and {run.refunds} refunds compared"
    sys.stdout.write(f"{run.id}: {compared}, {len(differences)} differences\n")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
