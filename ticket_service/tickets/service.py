"""What can be done with tickets."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from shared.access.principals import Principal
from shared.calendar import Entry, entry_of
from shared.ids import new_id
from shared.message_log import outbox
from shared.messages.ticket import TicketReissued
from shared.persistence import bulk, clock
from shared.persistence.database import among
from shared.web.pagination import Page, Paging, paginate
from ticket_service.catalog import organizers
from ticket_service.catalog.errors import EventIsCanceled
from ticket_service.catalog.models import Event
from ticket_service.changes import service as changes
from ticket_service.changes.models import By, What
from ticket_service.config import Settings
from ticket_service.orders.models import Order
from ticket_service.tickets.errors import HolderIsFixed, TicketNotFound
from ticket_service.tickets.models import Ticket, TicketStatus

_SHOWN = (joinedload(Ticket.order), joinedload(Ticket.event), joinedload(Ticket.ticket_type))


def issue(order: Order, moment: datetime) -> list[Ticket]:
    """One ticket for each holder, for the transaction in which the order becomes paid."""
    return [
        bulk.row(
            Ticket,
            id=new_id("tkt"),
            order_id=order.id,
            event_id=order.event_id,
            ticket_type_id=holder.ticket_type_id,
            account_id=order.account_id,
            holder_name=holder.name,
            price=price,
            status=TicketStatus.VALID,
            version=1,
            issued_at=moment,
        )
        for holder, price in zip(order.holders, order.shares, strict=True)
    ]


async def get(session: AsyncSession, ticket_id: str, *, account_id: str) -> Ticket:
    """The account's ticket with its order, event and type. Raises TicketNotFound, also for somebody else's."""
    ticket = await find(session, ticket_id)
    if ticket is None or ticket.account_id != account_id:
        raise TicketNotFound
    return ticket


def closes_before(settings: Settings) -> timedelta:
    """How long before doors open a ticket's holder can be changed for the last time."""
    return timedelta(seconds=settings.holder_change_closes_seconds)


def require_changeable(event: Event, settings: Settings, moment: datetime) -> datetime:
    """Until when the holders of the event's tickets can be changed. Raises EventIsCanceled, HolderIsFixed."""
    if event.is_canceled:
        raise EventIsCanceled
    latest = event.doors_at - closes_before(settings)
    if latest <= moment:
        raise HolderIsFixed
    return latest


def calendar_entry(event: Event, settings: Settings, moment: datetime) -> Entry:
    is_canceled, url = event.is_canceled, settings.public_url
    return entry_of(event, event.id, event.version, is_canceled=is_canceled, public_url=url, written_at=moment)


async def rename_holder(
    session: AsyncSession, settings: Settings, ticket_id: str, caller: Principal, *, holder_name: str
) -> Ticket:
    """Raises TicketNotFound for whoever is not its owner, TicketNotValid, EventIsCanceled, HolderIsFixed."""
    ticket = await find_for_update(session, ticket_id)
    if ticket is None or ticket.account_id != caller.account_id:
        raise TicketNotFound
    ticket.rename_holder(holder_name)
    require_changeable(ticket.event, settings, await clock.now(session))
    await changes.note(session, ticket.order_id, What.HOLDER_CHANGED, _owner(ticket), ticket_id=ticket.id)
    return ticket


async def reissue(session: AsyncSession, ticket_id: str, caller: Principal) -> Ticket:
    """By its owner or the event's organizer. Raises TicketNotFound for everybody else, TicketNotValid, CodesUsedUp."""
    ticket = await find_for_update(session, ticket_id)
    if ticket is None:
        raise TicketNotFound
    by = _owner(ticket) if ticket.account_id == caller.account_id else changes.manager(caller)
    if by != _owner(ticket) and not await organizers.organizes(session, caller, ticket.event_id):
        raise TicketNotFound
    ticket.reissue()
    await changes.note(session, ticket.order_id, What.TICKET_REISSUED, by, ticket_id=ticket.id)
    told = TicketReissued(
        ticket_id=ticket.id,
        version=ticket.version,
        event_id=ticket.event_id,
        event_title=ticket.event.title,
        ticket_type_name=ticket.ticket_type.name,
        account_id=ticket.account_id,
    )
    await outbox.add(session, told)
    return ticket


async def list_for_account(
    session: AsyncSession, account_id: str, paging: Paging, *, order_id: str | None, event_id: str | None
) -> Page[Any]:
    """The newest first."""
    query = select(Ticket).where(Ticket.account_id == account_id).options(*_SHOWN)
    if order_id is not None:
        query = query.where(Ticket.order_id == order_id)
    if event_id is not None:
        query = query.where(Ticket.event_id == event_id)
    return await paginate(session, query, paging, order_by=[Ticket.id], descending=True)


async def list_valid_of_order(session: AsyncSession, order_id: str) -> Sequence[Ticket]:
    """The order's tickets that are valid now, in the order in which they were issued."""
    query = select(Ticket).where(Ticket.order_id == order_id, Ticket.status == TicketStatus.VALID)
    return (await session.execute(query.options(*_SHOWN).order_by(Ticket.id))).scalars().all()


async def list_for_buyer(session: AsyncSession, order_id: str) -> Sequence[Ticket]:
    """Those of them that the buyer still has: what was transferred is another's to show."""
    return [ticket for ticket in await list_valid_of_order(session, order_id) if not ticket.is_transferred]


async def list_of_ids(session: AsyncSession, ticket_ids: Sequence[str]) -> Sequence[Ticket]:
    query = select(Ticket).where(among(Ticket.id, ticket_ids)).order_by(Ticket.id)
    return (await session.execute(query)).scalars().all()


async def list_for_update(session: AsyncSession, ticket_ids: Sequence[str]) -> Sequence[Ticket]:
    """The same, locked in the order of their ids."""
    query = select(Ticket).where(among(Ticket.id, ticket_ids)).order_by(Ticket.id).with_for_update()
    return (await session.execute(query, execution_options={"populate_existing": True})).scalars().all()


async def count_valid_of_order(session: AsyncSession, order_id: str) -> int:
    query = select(func.count()).where(Ticket.order_id == order_id, Ticket.status == TicketStatus.VALID)
    return (await session.execute(query)).scalar_one()


async def find(session: AsyncSession, ticket_id: str) -> Ticket | None:
    """The ticket with its order, event and type, whoever's it is."""
    return (await session.execute(_shown(ticket_id))).scalar_one_or_none()


async def find_for_update(session: AsyncSession, ticket_id: str) -> Ticket | None:
    """The same, the ticket locked: what admits and what voids take this same lock."""
    locked = _shown(ticket_id).with_for_update(of=Ticket).execution_options(populate_existing=True)
    return (await session.execute(locked)).scalar_one_or_none()


async def lock_all(session: AsyncSession, ticket_ids: Collection[str]) -> Mapping[str, Ticket]:
    """Those of the tickets that are there, by id, with their types, locked in the order of their ids."""
    query = (
        select(Ticket).where(among(Ticket.id, ticket_ids)).options(joinedload(Ticket.ticket_type)).order_by(Ticket.id)
    )
    locked = query.with_for_update(of=Ticket).execution_options(populate_existing=True)
    return {ticket.id: ticket for ticket in (await session.execute(locked)).scalars()}


def _owner(ticket: Ticket) -> By:
    return By.HOLDER if ticket.is_transferred else By.BUYER


def _shown(ticket_id: str) -> Select[Ticket]:
    return select(Ticket).where(Ticket.id == ticket_id).options(*_SHOWN)
