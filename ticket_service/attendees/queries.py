"""The tickets of an event with what became of them at the door."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager, joinedload

from shared.access.principals import Principal
from shared.web.pagination import Page, Paging, paginate
from ticket_service.catalog import organizers
from ticket_service.check_ins.models import CheckIn
from ticket_service.orders.models import Order
from ticket_service.tickets.models import Ticket, TicketStatus


@dataclass(frozen=True)
class Filters:
    words: str | None = None
    order_id: str | None = None
    ticket_type_id: str | None = None
    status: TicketStatus | None = None
    is_checked_in: bool | None = None


@dataclass(frozen=True)
class Attendance:
    """A ticket with its order and type, and the check-in that stands."""

    ticket: Ticket
    check_in: CheckIn | None


async def list_of_event(
    session: AsyncSession, event_id: str, caller: Principal, paging: Paging, filters: Filters
) -> Page[Any]:
    """Attendances, the newest first. Raises EventNotFound for whoever does not organize the event."""
    await organizers.require_organizes(session, caller, event_id)
    query = (
        select(Ticket)
        .join(Ticket.order)
        .where(Ticket.event_id == event_id)
        .options(contains_eager(Ticket.order), joinedload(Ticket.ticket_type))
    )
    if filters.words is not None:
        number = Order.number.icontains(filters.words, autoescape=True)
        query = query.where(or_(Ticket.holder_name.icontains(filters.words, autoescape=True), number))
    if filters.order_id is not None:
        query = query.where(Ticket.order_id == filters.order_id)
    if filters.ticket_type_id is not None:
        query = query.where(Ticket.ticket_type_id == filters.ticket_type_id)
    if filters.status is not None:
        query = query.where(Ticket.status == filters.status)
    if filters.is_checked_in is not None:
        inside = select(CheckIn.id).where(CheckIn.ticket_id == Ticket.id, CheckIn.undone_at.is_(None)).exists()
        query = query.where(inside if filters.is_checked_in else ~inside)
    page = await paginate(session, query, paging, order_by=[Ticket.id], descending=True)
    standing = await _standing(session, page.data)
    data = [Attendance(ticket, standing.get(ticket.id)) for ticket in page.data]
    return Page(data=data, has_more=page.has_more, next_cursor=page.next_cursor)


async def _standing(session: AsyncSession, tickets: Sequence[Any]) -> dict[str, CheckIn]:
    """The check-ins of these tickets that were not undone, by ticket."""
    of_tickets = CheckIn.ticket_id.in_([ticket.id for ticket in tickets])
    rows = await session.execute(select(CheckIn).where(of_tickets, CheckIn.undone_at.is_(None)))
    return {check_in.ticket_id: check_in for check_in in rows.scalars()}
