"""An order's life from the rows that keep it: the order, its payments, transfers of its tickets, and what else was noted."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.principals import Principal
from ticket_service.catalog import organizers
from ticket_service.changes.models import By, OrderChange, What
from ticket_service.orders import service as orders
from ticket_service.orders.models import Order
from ticket_service.payments.models import Payment
from ticket_service.tickets.models import Ticket
from ticket_service.transfers.models import Transfer, TransferStatus

_LIFE = list(What)
_ENDINGS = {
    TransferStatus.ACCEPTED: What.TICKET_TRANSFERRED,
    TransferStatus.DECLINED: What.OFFER_DECLINED,
    TransferStatus.WITHDRAWN: What.OFFER_WITHDRAWN,
    TransferStatus.EXPIRED: What.OFFER_EXPIRED,
}


@dataclass(frozen=True)
class Entry:
    happened_at: datetime
    what: What
    by: By
    reason: str | None = None
    amount: int | None = None
    ticket_id: str | None = None
    refund_id: str | None = None


@dataclass(frozen=True)
class Timeline:
    order_id: str
    currency: str
    entries: Sequence[Entry]


async def get_visible(session: AsyncSession, order_id: str, caller: Principal) -> Timeline:
    """For its buyer, its event's organizer and admins. Raises OrderNotFound, also for somebody else's.

    What a later holder does with a ticket is not the buyer's to know, nor what the organizer knows of a dispute.
    """
    order = await orders.get_visible(session, order_id, caller)
    manages = await organizers.organizes(session, caller, order.event_id)
    noted = [_noted(change) for change in await _changes(session, order_id)]
    entries = [
        *_of_order(order),
        *_started(await _payments(session, order_id)),
        *(entry for entry in noted if manages or _is_for_buyer(entry)),
        *_handed(order, await _transfers(session, order, everybodys=manages)),
    ]
    in_order = sorted(entries, key=lambda entry: (entry.happened_at, _LIFE.index(entry.what)))
    return Timeline(order.id, order.currency, in_order)


def _of_order(order: Order) -> Iterator[Entry]:
    yield Entry(order.created_at, What.PLACED, By.BUYER, amount=order.total)
    if order.paid_at is not None:
        yield Entry(order.paid_at, What.PAID, By.SYSTEM)


def _started(payments: Iterable[Payment]) -> Iterator[Entry]:
    for payment in payments:
        yield Entry(payment.created_at, What.PAYMENT_STARTED, By.BUYER, amount=payment.amount)


def _noted(change: OrderChange) -> Entry:
    return Entry(
        change.happened_at, change.what, change.by, change.reason, change.amount, change.ticket_id, change.refund_id
    )


def _is_for_buyer(entry: Entry) -> bool:
    return entry.by != By.HOLDER and entry.what not in {What.DISPUTED, What.DISPUTE_ENDED}


def _handed(order: Order, transfers: Iterable[Transfer]) -> Iterator[Entry]:
    for transfer in transfers:
        by = By.BUYER if transfer.account_id == order.account_id else By.HOLDER
        yield Entry(transfer.created_at, What.TICKET_OFFERED, by, ticket_id=transfer.ticket_id)
        if transfer.ended_at is None:
            continue
        if transfer.status == TransferStatus.EXPIRED:
            by = By.SYSTEM
        elif transfer.status != TransferStatus.WITHDRAWN:
            by = By.HOLDER
        yield Entry(transfer.ended_at, _ENDINGS[transfer.status], by, ticket_id=transfer.ticket_id)


async def _changes(session: AsyncSession, order_id: str) -> Sequence[OrderChange]:
    query = select(OrderChange).where(OrderChange.order_id == order_id).order_by(OrderChange.n)
    return (await session.execute(query)).scalars().all()


async def _payments(session: AsyncSession, order_id: str) -> Sequence[Payment]:
    query = select(Payment).where(Payment.order_id == order_id).order_by(Payment.attempt)
    return (await session.execute(query)).scalars().all()


async def _transfers(session: AsyncSession, order: Order, *, everybodys: bool) -> Sequence[Transfer]:
    query = select(Transfer).join(Transfer.ticket).where(Ticket.order_id == order.id).order_by(Transfer.id)
    if not everybodys:
        query = query.where(Transfer.account_id == order.account_id)
    return (await session.execute(query)).scalars().all()
