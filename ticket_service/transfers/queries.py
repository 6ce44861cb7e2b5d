"""Which transfers a caller sees: the offers they made, and those to the address that they have proven."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from shared.access.principals import Principal
from shared.persistence import clock
from shared.web.pagination import Page, Paging, paginate
from ticket_service.catalog.models import Event, EventStatus
from ticket_service.check_ins import matching
from ticket_service.tickets.models import Ticket, TicketStatus
from ticket_service.transfers.errors import TransferNotFound
from ticket_service.transfers.models import Transfer, TransferStatus

_SHOWN = (joinedload(Transfer.event), joinedload(Transfer.ticket).joinedload(Ticket.ticket_type))


class Direction(StrEnum):
    OUTGOING = "outgoing"
    INCOMING = "incoming"


async def get_visible(session: AsyncSession, transfer_id: str, caller: Principal) -> Transfer:
    """With its event and ticket. Raises TransferNotFound, also for what is not the caller's to see."""
    visible = or_(_is_from(caller), await _is_to(session, caller))
    return await _one(session, _select(transfer_id).where(visible).options(*_SHOWN))


async def get_outgoing(session: AsyncSession, transfer_id: str, caller: Principal) -> Transfer:
    return await _one(session, _select(transfer_id).where(_is_from(caller)).options(*_SHOWN))


async def get_incoming(session: AsyncSession, transfer_id: str, caller: Principal) -> Transfer:
    return await _one(session, _select(transfer_id).where(await _is_to(session, caller)).options(*_SHOWN))


async def lock(session: AsyncSession, transfer: Transfer) -> None:
    """Reads it again, locked: of accepting, declining, withdrawing and expiring one comes first.

    Whoever locks the ticket as well does so before.
    """
    await session.refresh(transfer, ["status", "expires_at", "ended_at", "accepted_by"], with_for_update=True)


async def list_visible(
    session: AsyncSession,
    caller: Principal,
    paging: Paging,
    *,
    direction: Direction | None,
    status: TransferStatus | None,
    ticket_id: str | None,
    order_id: str | None,
) -> Page[Any]:
    """The newest first."""
    sides = {Direction.OUTGOING: _is_from(caller), Direction.INCOMING: await _is_to(session, caller)}
    query = select(Transfer).where(or_(*sides.values()) if direction is None else sides[direction])
    if status is not None:
        query = query.where(Transfer.status == status)
    if ticket_id is not None:
        query = query.where(Transfer.ticket_id == ticket_id)
    if order_id is not None:
        query = query.join(Ticket, Ticket.id == Transfer.ticket_id).where(Ticket.order_id == order_id)
    return await paginate(session, query.options(*_SHOWN), paging, order_by=[Transfer.id], descending=True)


async def find_open(session: AsyncSession, ticket_id: str) -> Transfer | None:
    """The ticket's open offer, locked. Lock the ticket first."""
    query = select(Transfer).where(Transfer.ticket_id == ticket_id, Transfer.status == TransferStatus.OFFERED)
    return (await session.execute(query.options(*_SHOWN).with_for_update(of=Transfer))).scalar_one_or_none()


async def list_offered_since(session: AsyncSession, ticket_id: str, since: datetime) -> Sequence[datetime]:
    """When the ticket was offered since then, the oldest first."""
    query = select(Transfer.created_at).where(Transfer.ticket_id == ticket_id, Transfer.created_at > since)
    return (await session.execute(query.order_by(Transfer.created_at))).scalars().all()


async def find_due(session: AsyncSession, limit: int, closes_before: timedelta) -> Sequence[str]:
    """Open offers that can lead to nothing any more, the longest over first."""
    due = _joined(select(Transfer.id)).where(*await _is_due(session, closes_before))
    found: Sequence[str] = (await session.execute(due.order_by(Transfer.expires_at).limit(limit))).scalars().all()
    return found


async def list_due_for_update(
    session: AsyncSession, transfer_ids: Sequence[str], closes_before: timedelta
) -> Sequence[Transfer]:
    """Those of them that still are, but for what others have locked."""
    query = _joined(select(Transfer)).where(Transfer.id.in_(transfer_ids), *await _is_due(session, closes_before))
    locked = query.options(*_SHOWN).with_for_update(skip_locked=True, of=Transfer)
    found: Sequence[Transfer] = (await session.execute(locked)).scalars().all()
    return found


async def _is_due(session: AsyncSession, closes_before: timedelta) -> tuple[ColumnElement[bool], ...]:
    moment = await clock.now(session)
    over = or_(
        Transfer.expires_at <= moment,
        Ticket.status != TicketStatus.VALID,
        Event.status == EventStatus.CANCELED,
        Event.doors_at <= moment + closes_before,
    )
    return Transfer.status == TransferStatus.OFFERED, over


def _joined(query: Select[Any]) -> Select[Any]:
    return query.join(Ticket, Ticket.id == Transfer.ticket_id).join(Event, Event.id == Transfer.event_id)


def _select(transfer_id: str) -> Select[Transfer]:
    return select(Transfer).where(Transfer.id == transfer_id)


def _is_from(caller: Principal) -> ColumnElement[bool]:
    return Transfer.account_id == caller.account_id


async def _is_to(session: AsyncSession, caller: Principal) -> ColumnElement[bool]:
    """An address counts once it is verified; what was accepted stays visible when the address changes."""
    accepted = Transfer.accepted_by == caller.account_id
    address = await matching.find_address(session, caller.account_id)
    return accepted if address is None else or_(accepted, Transfer.email == address)


async def _one(session: AsyncSession, query: Select[Transfer]) -> Transfer:
    transfer = (await session.execute(query)).scalar_one_or_none()
    if transfer is None:
        raise TransferNotFound
    return transfer
