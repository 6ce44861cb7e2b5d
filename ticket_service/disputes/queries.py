"""Which disputes a caller sees: organizers those of their events, admins all."""

from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.principals import Principal
from shared.web.pagination import Page, Paging, paginate
from ticket_service.catalog.models import Event
from ticket_service.catalog.organizers import is_organized_by
from ticket_service.disputes.errors import DisputeNotFound
from ticket_service.disputes.models import Dispute, DisputeStatus


async def get_visible(session: AsyncSession, dispute_id: str, caller: Principal) -> Dispute:
    """Raises DisputeNotFound, also for somebody else's."""
    query = select(Dispute).where(Dispute.id == dispute_id, _is_visible_to(caller))
    dispute = (await session.execute(query)).scalar_one_or_none()
    if dispute is None:
        raise DisputeNotFound
    return dispute


async def are_open(session: AsyncSession, payment_id: str) -> bool:
    """Whether a bank has not decided yet about some of the payment. Lock the payment first."""
    query = select(Dispute.id).where(Dispute.payment_id == payment_id, Dispute.closed_at.is_(None)).limit(1)
    return (await session.execute(query)).first() is not None


async def list_visible(
    session: AsyncSession,
    caller: Principal,
    paging: Paging,
    *,
    order_id: str | None,
    event_id: str | None,
    status: DisputeStatus | None,
) -> Page[Any]:
    """The newest first."""
    query = select(Dispute).where(_is_visible_to(caller))
    if order_id is not None:
        query = query.where(Dispute.order_id == order_id)
    if event_id is not None:
        query = query.where(Dispute.event_id == event_id)
    if status is not None:
        query = query.where(Dispute.status == status)
    return await paginate(session, query, paging, order_by=[Dispute.id], descending=True)


def _is_visible_to(caller: Principal) -> ColumnElement[bool]:
    return Dispute.event_id.in_(select(Event.id).where(is_organized_by(caller)))
