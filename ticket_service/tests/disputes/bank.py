"""A buyer's bank, and the worker's look at what it does."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, update

from ticket_service.disputes import looking
from ticket_service.disputes.models import Dispute
from ticket_service.payments.models import DisputeLook
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import Till


@dataclass(frozen=True)
class Bank:
    stripe: Stripe
    till: Till

    async def opens(self, order: dict[str, Any], amount: int | None = None) -> str:
        """The provider's id of the new dispute."""
        intent = (await self.till.payment(order)).intent_id
        wish = {"payment_intent": intent, **({} if amount is None else {"amount": amount})}
        return str(self.stripe.control("POST", "/disputes", wish)["id"])

    def looks_at_evidence(self, dispute_id: str) -> None:
        self.stripe.control("POST", f"/disputes/{dispute_id}/answer")

    def says(self, dispute_id: str, status: str) -> None:
        """The dispute goes on in another way than by evidence and a decision."""
        self.stripe.control("POST", f"/disputes/{dispute_id}/become", {"status": status})

    def decides(self, dispute_id: str, status: str) -> None:
        self.stripe.control("POST", f"/disputes/{dispute_id}/close", {"status": status})

    async def look(self) -> None:
        """One run of the worker's task."""
        await looking.look_due(self.till.runtime, self.till.provider)

    async def day_passes(self) -> None:
        """The time of the next look has come; what had failed may be tried again."""
        async with self.till.database.transaction() as session:
            await session.execute(update(DisputeLook).values(due_at=datetime(2020, 1, 1, tzinfo=UTC)))

    async def dispute(self, order: dict[str, Any]) -> Dispute | None:
        async with self.till.database.transaction() as session:
            found = await session.execute(select(Dispute).where(Dispute.order_id == order["id"]))
            return found.scalar_one_or_none()

    async def stand(self, order: dict[str, Any]) -> tuple[str, int, str, int]:
        """The dispute's status and what it withholds; the payment's status and what of it can be refunded."""
        dispute, payment = await self.dispute(order), await self.till.payment(order)
        assert dispute is not None
        return dispute.status, dispute.withheld, payment.status, payment.refundable
