"""Asking for an order's receipt, and making it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from shared.access.principals import Principal
from shared.message_log import pokes
from shared.persistence import clock
from shared.persistence.leases import WorkState
from ticket_service.catalog import offers
from ticket_service.orders import service as orders
from ticket_service.receipts import freezing, numbers
from ticket_service.receipts.errors import NothingWasPaid
from ticket_service.receipts.facts import Facts
from ticket_service.receipts.models import MAKE_TASK, Receipt, ReceiptKind, ReceiptWish
from ticket_service.refunds.models import Refund, RefundStatus


async def find_or_ask(session: AsyncSession, order_id: str, caller: Principal) -> Sequence[Receipt]:
    """The order's receipt and its credit notes. None at all when one is missing: the worker has been asked for it.

    Raises OrderNotFound, also for somebody else's, and NothingWasPaid.
    """
    order = await orders.get_visible(session, order_id, caller)
    if order.paid_at is None or order.is_free:
        raise NothingWasPaid(order_status=order.status)
    kept = await _list(session, order_id)
    if kept and not await _without_note(session, order_id):
        return kept
    moment = await clock.now(session)
    wish = insert(ReceiptWish).values(order_id=order_id, state=WorkState.WAITING, attempts=0, due_at=moment)
    again = wish.on_conflict_do_update(
        index_elements=[ReceiptWish.order_id],
        set_={"state": WorkState.WAITING, "due_at": moment},
        where=ReceiptWish.state != WorkState.WAITING,
    )
    await session.execute(again)
    pokes.hint(session, MAKE_TASK)
    return []


async def make(session: AsyncSession, order_id: str) -> None:
    """Makes what is missing of a paid order's receipt and credit notes. The numbers are taken last, for they are locked."""
    order = await orders.get(session, order_id)
    event, rules = await offers.get_event_with_rules(session, order.event_id)
    kept, refunds = await _list(session, order_id), await _without_note(session, order_id)
    moment = await clock.now(session)
    if kept:
        sale = Facts.model_validate(kept[0].facts)
    else:
        number = await numbers.take(session, event.organizer_id)
        sale = freezing.of_order(order, event, rules, number=number, issued_at=moment)
        session.add(_receipt(order_id, event.organizer_id, sale, moment))
    gone = [Facts.model_validate(note.facts).refund for note in kept[1:]]
    before = sum(refund.amount for refund in gone if refund is not None)
    for refund in refunds:
        number = await numbers.take(session, event.organizer_id)
        note = freezing.of_refund(sale, refund, number=number, issued_at=moment, refunded_before=before)
        session.add(_receipt(order_id, event.organizer_id, note, moment, refund_id=refund.id))
        before += refund.amount


def _receipt(
    order_id: str, organizer_id: str, facts: Facts, moment: datetime, *, refund_id: str | None = None
) -> Receipt:
    return Receipt(
        order_id=order_id,
        organizer_id=organizer_id,
        number=facts.number,
        kind=ReceiptKind.SALE if refund_id is None else ReceiptKind.REFUND,
        refund_id=refund_id,
        facts=facts.model_dump(mode="json"),
        created_at=moment,
    )


async def _list(session: AsyncSession, order_id: str) -> Sequence[Receipt]:
    """The receipt first, its credit notes in the order of their numbers."""
    query = select(Receipt).where(Receipt.order_id == order_id).order_by(Receipt.number)
    return (await session.execute(query)).scalars().all()


async def _without_note(session: AsyncSession, order_id: str) -> Sequence[Refund]:
    """The order's refunds whose money has gone and that no credit note says, the earliest first."""
    noted = select(Receipt.refund_id).where(Receipt.order_id == order_id, Receipt.refund_id.is_not(None))
    query = (
        select(Refund)
        .where(Refund.order_id == order_id, Refund.status == RefundStatus.SUCCEEDED, Refund.amount > 0)
        .where(Refund.id.not_in(noted))
        .options(selectinload(Refund.tickets))
        .order_by(Refund.finished_at, Refund.id)
    )
    return (await session.execute(query)).scalars().all()
