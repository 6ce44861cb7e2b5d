"""Which refunds a caller sees: buyers their own, organizers those of their events."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from shared.access.principals import Principal
from shared.web.pagination import Page, Paging, paginate
from ticket_service.catalog.models import Event
from ticket_service.catalog.organizers import is_organized_by
from ticket_service.refunds.errors import RefundNotFound
from ticket_service.refunds.models import Refund, RefundStatus, RefundTicket


async def get_visible(session: AsyncSession, refund_id: str, caller: Principal) -> Refund:
    """Raises RefundNotFound, also for somebody else's."""
    query = select(Refund).where(Refund.id == refund_id, _is_visible_to(caller)).options(selectinload(Refund.tickets))
    refund = (await session.execute(query)).scalar_one_or_none()
    if refund is None:
        raise RefundNotFound
    return refund


async def lock(session: AsyncSession, refund: Refund) -> None:
    """Reads it again with its tickets, locked. Lock its order first."""
    query = select(Refund).where(Refund.id == refund.id).options(selectinload(Refund.tickets)).with_for_update()
    await session.execute(query, execution_options={"populate_existing": True})


async def list_visible(
    session: AsyncSession,
    caller: Principal,
    paging: Paging,
    *,
    order_id: str | None,
    event_id: str | None,
    status: RefundStatus | None,
) -> Page[Any]:
    """The newest first."""
    query = select(Refund).where(_is_visible_to(caller)).options(selectinload(Refund.tickets))
    if order_id is not None:
        query = query.where(Refund.order_id == order_id)
    if event_id is not None:
        query = query.where(Refund.event_id == event_id)
    if status is not None:
        query = query.where(Refund.status == status)
    return await paginate(session, query, paging, order_by=[Refund.id], descending=True)


async def list_wishes(session: AsyncSession, order_id: str, ticket_ids: Sequence[str]) -> Sequence[Refund]:
    """The order's refunds that are asked for and not decided, with one of the tickets; locked. Lock the order first."""
    among = select(RefundTicket.refund_id).where(RefundTicket.ticket_id.in_(ticket_ids))
    query = (
        select(Refund)
        .where(Refund.order_id == order_id, Refund.status == RefundStatus.REQUESTED, Refund.id.in_(among))
        .options(selectinload(Refund.tickets))
        .order_by(Refund.id)
        .with_for_update()
    )
    return (await session.execute(query)).scalars().all()


async def sum_succeeded(session: AsyncSession, order_id: str) -> int:
    """How much of the order has gone back, in minor units."""
    total = func.coalesce(func.sum(Refund.amount), 0)
    query = select(total).where(Refund.order_id == order_id, Refund.status == RefundStatus.SUCCEEDED)
    return int((await session.execute(query)).scalar_one())


def _is_visible_to(caller: Principal) -> ColumnElement[bool]:
    organized = select(Event.id).where(is_organized_by(caller))
    return or_(Refund.account_id == caller.account_id, Refund.event_id.in_(organized))
