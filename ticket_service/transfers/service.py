"""What can be done with transfers. Who offers never learns whether an account has the address."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.principals import Principal
from shared.ids import new_id
from shared.message_log import outbox
from shared.messages.ticket import TicketTransferEnded, TicketTransferOffered, TicketTransferred
from shared.persistence import clock
from shared.persistence.database import Database
from ticket_service.catalog.models import SaleRules
from ticket_service.check_ins import matching
from ticket_service.check_ins import service as check_ins
from ticket_service.config import Settings
from ticket_service.sweeping import sweep
from ticket_service.tickets import service as tickets
from ticket_service.tickets.errors import TicketNotFound
from ticket_service.tickets.models import Ticket
from ticket_service.transfers import queries
from ticket_service.transfers.errors import (
    AlreadyOffered,
    OfferedToYourself,
    TicketIsAdmitted,
    TooManyOffers,
    TransferPeriodOver,
    TransfersNotAllowed,
)
from ticket_service.transfers.models import Transfer

MOST_OFFERS_A_DAY = 10
_DAY = timedelta(days=1)


async def offer(
    session: AsyncSession, settings: Settings, caller: Principal, *, ticket_id: str, email: str, message: str
) -> Transfer:
    """Raises TicketNotFound, TicketNotValid, EventIsCanceled, HolderIsFixed, TransfersNotAllowed,
    TransferPeriodOver, TicketIsAdmitted, AlreadyOffered, OfferedToYourself, TooManyOffers.
    """
    ticket = await tickets.find_for_update(session, ticket_id)
    if ticket is None or ticket.account_id != caller.account_id:
        raise TicketNotFound(param="ticket_id")
    moment = await clock.now(session)
    latest = await _require_transferable(session, settings, ticket, moment)
    if email == await matching.find_address(session, caller.account_id):
        raise OfferedToYourself(param="email")
    await _require_no_other(session, ticket, moment)
    transfer = Transfer(
        id=new_id("trf"),
        ticket=ticket,
        event=ticket.event,
        account_id=caller.account_id,
        email=email,
        message=message,
        created_at=moment,
        expires_at=min(moment + timedelta(seconds=settings.transfer_seconds), latest),
    )
    session.add(transfer)
    await session.flush()  # fills in the defaults that the answer shows
    await outbox.add(session, _offered(transfer))
    return transfer


async def accept(
    session: AsyncSession, settings: Settings, transfer_id: str, caller: Principal, *, holder_name: str
) -> Transfer:
    """The ticket is the caller's, in the name of whoever enters; the codes it had admit nobody any more.

    Raises TransferNotFound, TransferNotOpen, OfferHasExpired, TicketNotValid, EventIsCanceled, HolderIsFixed,
    TransfersNotAllowed, TransferPeriodOver, TicketIsAdmitted.
    """
    transfer = await queries.get_incoming(session, transfer_id, caller)
    ticket = await tickets.find_for_update(session, transfer.ticket_id)
    assert ticket is not None, "the foreign key keeps it"
    await queries.lock(session, transfer)
    moment = await clock.now(session)
    transfer.accept(moment, account_id=caller.account_id)
    await _require_transferable(session, settings, ticket, moment)
    ticket.transfer(account_id=caller.account_id, holder_name=holder_name)
    await outbox.add(session, _transferred(transfer, ticket, moment))
    return transfer


async def decline(session: AsyncSession, transfer_id: str, caller: Principal) -> Transfer:
    """Raises TransferNotFound, TransferNotOpen."""
    transfer = await queries.get_incoming(session, transfer_id, caller)
    await queries.lock(session, transfer)
    transfer.decline(await clock.now(session))
    await outbox.add(session, _ended(transfer, "declined"))
    return transfer


async def withdraw(session: AsyncSession, transfer_id: str, caller: Principal) -> Transfer:
    """Raises TransferNotFound, TransferNotOpen."""
    transfer = await queries.get_outgoing(session, transfer_id, caller)
    await queries.lock(session, transfer)
    transfer.withdraw(await clock.now(session))
    await outbox.add(session, _ended(transfer, "withdrawn"))
    return transfer


async def expire_due(database: Database, settings: Settings) -> None:
    """Ends open offers that can lead to nothing any more; what others have locked is passed over."""
    closes_before = tickets.closes_before(settings)

    async def find(session: AsyncSession, limit: int) -> Sequence[str]:
        return await queries.find_due(session, limit, closes_before)

    async def expire(session: AsyncSession, transfer_ids: Sequence[str]) -> None:
        for transfer in await queries.list_due_for_update(session, transfer_ids, closes_before):
            await _expire(session, transfer)

    await sweep(database, find, expire)


async def _require_transferable(
    session: AsyncSession, settings: Settings, ticket: Ticket, moment: datetime
) -> datetime:
    """Until when it is. Lock the ticket first: nobody is admitted meanwhile then."""
    ticket.require_valid()
    latest = tickets.require_changeable(ticket.event, settings, moment)
    rules = await session.get(SaleRules, ticket.event_id)
    if rules is not None and not rules.transfers_allowed:
        raise TransfersNotAllowed
    if rules is not None and rules.transfer_until is not None:
        latest = min(latest, rules.transfer_until)
    if latest <= moment:
        raise TransferPeriodOver
    if await check_ins.list_admitted(session, [ticket.id]):
        raise TicketIsAdmitted
    return latest


async def _require_no_other(session: AsyncSession, ticket: Ticket, moment: datetime) -> None:
    standing = await queries.find_open(session, ticket.id)
    if standing is not None and standing.expires_at > moment:
        raise AlreadyOffered(transfer_id=standing.id)
    if standing is not None:
        await _expire(session, standing)
        await session.flush()  # one open offer per ticket
    offered_at = await queries.list_offered_since(session, ticket.id, moment - _DAY)
    if len(offered_at) >= MOST_OFFERS_A_DAY:
        wait = offered_at[-MOST_OFFERS_A_DAY] + _DAY - moment
        raise TooManyOffers(retry_after=int(wait.total_seconds()) + 1)


async def _expire(session: AsyncSession, transfer: Transfer) -> None:
    transfer.expire(await clock.now(session))
    await outbox.add(session, _ended(transfer, "expired"))


def _offered(transfer: Transfer) -> TicketTransferOffered:
    return TicketTransferOffered(
        transfer_id=transfer.id,
        ticket_id=transfer.ticket.id,
        event_id=transfer.event.id,
        event_title=transfer.event.title,
        ticket_type_name=transfer.ticket.ticket_type.name,
        account_id=transfer.account_id,
        email=transfer.email,
        expires_at=transfer.expires_at,
    )


def _ended(transfer: Transfer, outcome: Literal["declined", "withdrawn", "expired"]) -> TicketTransferEnded:
    return TicketTransferEnded(
        transfer_id=transfer.id,
        ticket_id=transfer.ticket_id,
        event_id=transfer.event_id,
        event_title=transfer.event.title,
        ticket_type_name=transfer.ticket.ticket_type.name,
        account_id=transfer.account_id,
        email=transfer.email,
        outcome=outcome,
    )


def _transferred(transfer: Transfer, ticket: Ticket, moment: datetime) -> TicketTransferred:
    return TicketTransferred(
        ticket_id=ticket.id,
        version=ticket.version,
        transfer_id=transfer.id,
        order_id=ticket.order_id,
        event_id=ticket.event_id,
        event_title=ticket.event.title,
        ticket_type_id=ticket.ticket_type_id,
        ticket_type_name=ticket.ticket_type.name,
        holder_name=ticket.holder_name,
        from_account_id=transfer.account_id,
        to_account_id=ticket.account_id,
        email=transfer.email,
        transferred_at=moment,
    )
