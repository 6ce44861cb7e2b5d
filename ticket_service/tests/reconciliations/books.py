"""Two sets of books, and what was planted in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from ticket_service.orders.models import Order
from ticket_service.payments.models import Payment, PaymentOperation
from ticket_service.reconciliations import running
from ticket_service.reconciliations import service as reconciliations
from ticket_service.reconciliations.models import Difference, Reconciliation
from ticket_service.refunds.models import Refund
from ticket_service.tests.till import Till

Found = list[tuple[str, str]]


@dataclass(frozen=True)
class Auditor:
    """Compares what was made since a moment, as the worker does."""

    till: Till
    since: datetime

    async def begin(self, *, repair: bool = False) -> Reconciliation:
        async with self.till.database.transaction() as session:
            return await reconciliations.begin(session, since=self.since, is_repairing=repair, started_by=None)

    async def run(self, *, repair: bool = False) -> Sequence[Difference]:
        begun = await self.begin(repair=repair)
        await running.compare_due(self.till.runtime, self.till.provider)
        async with self.till.database.transaction() as session:
            ended = await reconciliations.get(session, begun.id)
            assert ended.finished_at is not None, ended.last_error
            query = select(Difference).where(Difference.reconciliation_id == begun.id).order_by(Difference.id)
            return (await session.execute(query)).scalars().all()

    async def found(self, *orders: dict[str, Any], repair: bool = False) -> Found:
        """The codes and repairs of what differs in these orders."""
        ids = {order["id"] for order in orders}
        return [(row.code, row.repair) for row in await self.run(repair=repair) if row.order_id in ids]

    async def plant(self, table: Any, order: dict[str, Any], **values: Any) -> None:
        """Our rows of the order become wrong."""
        column = Order.id if table is Order else table.order_id
        async with self.till.database.transaction() as session:
            await session.execute(update(table).where(column == order["id"]).values(**values))

    async def forget_work(self, order: dict[str, Any]) -> None:
        """Nobody looks at the order's money any more."""
        for table in (Payment, PaymentOperation, Refund):
            await self.plant(table, order, state="dead")
