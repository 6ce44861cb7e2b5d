"""Our side of what the provider shows: payments with their orders, calls and refunds."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from shared.ids import to_uuid
from shared.persistence import clock
from shared.persistence.leases import WorkState
from ticket_service.disputes.models import Dispute
from ticket_service.orders.models import Order
from ticket_service.payments.models import OperationKind, Payment, PaymentOperation, PaymentStatus
from ticket_service.reconciliations.models import Reconciliation
from ticket_service.refunds.models import Refund

# An intent's id, and the payment and the order that it names.
Named = tuple[str, str | None, str | None]
# Work that has failed so often is no longer "on its way".
ATTEMPTS_ON_THE_WAY = 10


@dataclass(frozen=True)
class Ours:
    """An order, the payment that an intent belongs to, and everything else about the order's money."""

    order: Order | None = None
    payment: Payment | None = None
    payments: Sequence[Payment] = ()
    operations: Sequence[PaymentOperation] = ()
    refunds: Sequence[Refund] = field(default_factory=list)

    @property
    def of_payment(self) -> Sequence[PaymentOperation]:
        return [operation for operation in self.operations if self.payment and operation.payment_id == self.payment.id]

    @property
    def whole_refund(self) -> PaymentOperation | None:
        """The call that sends late money back whole."""
        return next((call for call in self.of_payment if call.kind == OperationKind.REFUND), None)

    @property
    def has_other_payment(self) -> bool:
        """Whether the order has another payment that may still be paid or has been."""
        others = (payment for payment in self.payments if payment is not self.payment)
        return any(payment.status != PaymentStatus.CANCELED for payment in others)

    def moves_since(self, moment: datetime) -> bool:
        """Whether any of it has changed since, or is about to: what is on its way is no difference."""
        moments = [
            *((self.order.created_at, self.order.paid_at) if self.order else ()),
            self.order.expires_at if self.order and self.order.is_open else None,
            *(at for payment in self.payments for at in (payment.created_at, payment.asked_at)),
            *(at for refund in self.refunds for at in (refund.decided_at, refund.finished_at, refund.asked_at)),
            *(call.due_at for call in self.operations if _is_on_its_way(call)),
            *(refund.due_at for refund in self.refunds if _is_on_its_way(refund)),
        ]
        return any(at is not None and at > moment for at in moments)


def _is_on_its_way(work: PaymentOperation | Refund) -> bool:
    return work.state == WorkState.DONE or work.attempts < ATTEMPTS_ON_THE_WAY


async def list_ours(session: AsyncSession, intents: Iterable[Named]) -> dict[str, Ours]:
    """By the ids of intents; what they name need not be ours."""
    named = {intent: (_ours("pay", payment), _ours("ord", order)) for intent, payment, order in intents}
    by_intent = await session.execute(
        select(Payment).where(
            or_(Payment.intent_id.in_(named), Payment.id.in_([payment for payment, _ in named.values() if payment]))
        )
    )
    found = by_intent.scalars().all()
    recorded = {payment.intent_id: payment for payment in found}
    order_ids = {payment.order_id for payment in found} | {order for _, order in named.values() if order}
    orders = await _orders(session, order_ids)
    payments, calls, refunds = await _money(session, order_ids)
    result = {}
    for intent, (_, order_id) in named.items():
        payment = recorded.get(intent)
        belongs_to = payment.order_id if payment else order_id or ""
        result[intent] = Ours(
            orders.get(belongs_to), payment, payments[belongs_to], calls[belongs_to], refunds[belongs_to]
        )
    return result


async def mark_compared(session: AsyncSession, compared: Iterable[Ours]) -> None:
    ids = [ours.payment.id for ours in compared if ours.payment is not None]
    seen = update(Payment).where(Payment.id.in_(ids)).values(compared_at=await clock.now(session))
    await session.execute(seen.execution_options(synchronize_session=False))


async def list_unseen(
    session: AsyncSession, reconciliation: Reconciliation, before: datetime, limit: int
) -> Sequence[Payment]:
    """Payments whose intents should have been on the provider's list."""
    is_unseen = or_(Payment.compared_at.is_(None), Payment.compared_at < reconciliation.created_at)
    created = Payment.created_at.between(reconciliation.since, before)
    query = select(Payment).where(Payment.intent_id.is_not(None), created, is_unseen).order_by(Payment.id).limit(limit)
    if reconciliation.reached is not None:
        query = query.where(Payment.id > reconciliation.reached)
    return (await session.execute(query)).scalars().all()


async def find_dispute(session: AsyncSession, provider_id: str) -> Dispute | None:
    return (await session.execute(select(Dispute).where(Dispute.provider_id == provider_id))).scalar_one_or_none()


async def lock(session: AsyncSession, ours: Ours) -> None:
    """The order, then its payments: nothing of it is decided meanwhile."""
    if ours.order is not None:
        order = select(Order).where(Order.id == ours.order.id).options(selectinload(Order.lines))
        await session.execute(order.with_for_update())
        await session.execute(select(Payment).where(Payment.order_id == ours.order.id).with_for_update())


async def _orders(session: AsyncSession, order_ids: Iterable[str]) -> dict[str, Order]:
    query = select(Order).where(Order.id.in_(order_ids)).options(selectinload(Order.lines))
    return {order.id: order for order in (await session.execute(query)).scalars()}


async def _money(
    session: AsyncSession, order_ids: Iterable[str]
) -> tuple[dict[str, list[Payment]], dict[str, list[PaymentOperation]], dict[str, list[Refund]]]:
    payments: dict[str, list[Payment]] = defaultdict(list)
    calls: dict[str, list[PaymentOperation]] = defaultdict(list)
    refunds: dict[str, list[Refund]] = defaultdict(list)
    ids = list(order_ids)
    for payment in (await session.execute(select(Payment).where(Payment.order_id.in_(ids)))).scalars():
        payments[payment.order_id].append(payment)
    of_orders = select(PaymentOperation).where(PaymentOperation.order_id.in_(ids))
    for call in (await session.execute(of_orders)).scalars():
        calls[call.order_id].append(call)
    decided = select(Refund).where(Refund.order_id.in_(ids), Refund.payment_id.is_not(None))
    for refund in (await session.execute(decided)).scalars():
        refunds[refund.order_id].append(refund)
    return payments, calls, refunds


def _ours(prefix: str, value: str | None) -> str | None:
    """Metadata is the provider's: what has not the form of our ids is none of ours."""
    try:
        to_uuid(prefix, value or "")
    except ValueError:
        return None
    return value
