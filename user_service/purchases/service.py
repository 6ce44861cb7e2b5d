from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.message_log import copies
from shared.messages.event import EventState
from shared.messages.ticket import OrderPaid, OrderState, TicketTransferred
from shared.persistence import bulk
from user_service.purchases.models import Event, Purchase, PurchaseStatus, TransferredTicket

_REPLACE_PAID = "ON CONFLICT (order_id) DO UPDATE SET status = excluded.status, paid_at = excluded.paid_at"


async def record_paid(session: AsyncSession, messages: Sequence[OrderPaid]) -> None:
    """Orders that are paid now, of which most are heard of for the first time."""
    rows = {
        message.order_id: bulk.row(
            Purchase,
            **_facts(message.order),
            status=PurchaseStatus.PAID,
            refunded_total=0,
            paid_at=message.paid_at,
        )
        for message in messages
    }
    await bulk.insert(session, list(rows.values()), on_conflict=_REPLACE_PAID)


async def record(session: AsyncSession, order: OrderState, status: PurchaseStatus, **facts: Any) -> None:
    """The order as ticket has just told it. Messages about one order arrive in its order, so the latest is right."""
    values = {**_facts(order), "status": status, **facts}
    row = insert(Purchase).values(values)
    await session.execute(row.on_conflict_do_update(index_elements=[Purchase.order_id], set_=values))


def _facts(order: OrderState) -> dict[str, Any]:
    return {
        "order_id": order.order_id,
        "account_id": order.account_id,
        "number": order.number,
        "event_id": order.event_id,
        "event_title": order.event_title,
        "lines": [line.model_dump() for line in order.lines],
        "total": order.total,
        "currency": order.currency,
        "ordered_at": order.created_at,
    }


async def record_event(session: AsyncSession, event: EventState, version: int) -> None:
    """The event as it is now planned; an older state changes nothing."""
    values = {
        "id": event.event_id,
        "version": version,
        "title": event.title,
        "status": event.status,
        "venue_name": event.venue_name,
        "city": event.city,
        "time_zone": event.time_zone,
        "starts_at": event.starts_at,
    }
    await copies.keep(session, Event, values)


async def record_transfer(session: AsyncSession, message: TicketTransferred) -> None:
    """Whose the ticket is now; an older transfer changes nothing."""
    values = {
        "ticket_id": message.ticket_id,
        "order_id": message.order_id,
        "account_id": message.to_account_id,
        "version": message.version,
    }
    await copies.keep(session, TransferredTicket, values)


async def forget(session: AsyncSession, account_id: str) -> None:
    await session.execute(delete(Purchase).where(Purchase.account_id == account_id))
