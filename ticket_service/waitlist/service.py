"""What can be done with waitlist entries by whoever waits, and how they end."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.message_log import outbox, pokes
from shared.messages.ticket import WaitlistEnded, WaitlistEntryState
from shared.persistence import clock
from ticket_service.catalog import offers
from ticket_service.catalog.errors import TicketTypeNotFound
from ticket_service.catalog.models import EventStatus, TicketType
from ticket_service.config import Settings
from ticket_service.holds import service as holds
from ticket_service.holds.models import Hold
from ticket_service.stock import allowances, claims
from ticket_service.stock.awaited import AwaitedStock
from ticket_service.waitlist import queries
from ticket_service.waitlist.errors import AlreadyWaiting, MoreThanThereAre, NotSoldOut
from ticket_service.waitlist.models import LIVE, Ending, WaitlistEntry

# Gives back what was offered in vain, and offers what has returned.
SERVE_TASK = "ticket.serve_waitlists"


async def join(session: AsyncSession, *, account_id: str, ticket_type_id: str, quantity: int) -> WaitlistEntry:
    """The account waits for tickets of the type, behind everybody who does so already.

    Raises the catalog's errors, TooManyPerAccount, AlreadyWaiting, NotSoldOut, MoreThanThereAre.
    """
    kind = await session.get(TicketType, ticket_type_id)
    if kind is None:
        raise TicketTypeNotFound
    event = await offers.get_event(session, kind.event_id)
    moment = await clock.now(session)
    [wanted] = await offers.get_offers(session, event, {ticket_type_id: quantity}, moment)
    await allowances.require_left(session, account_id, wanted)
    for standing in await queries.list_live_for_update(session, account_id, ticket_type_id):
        raise AlreadyWaiting(waitlist_entry_id=standing.id)
    stock = await AwaitedStock.lock(session, event.id)
    if not stock.is_sold_out(ticket_type_id):
        raise NotSoldOut
    if not stock.can_ever_have(ticket_type_id, quantity):
        raise MoreThanThereAre
    stock.begin_waiting(ticket_type_id)
    joined = (
        insert(WaitlistEntry)
        .values(
            account_id=account_id,
            event_id=event.id,
            ticket_type_id=ticket_type_id,
            quantity=quantity,
            joined_at=moment,
        )
        .on_conflict_do_nothing(index_elements=["account_id", "ticket_type_id"], index_where=text(LIVE))
        .returning(WaitlistEntry.id)
    )
    entry_id = (await session.execute(joined)).scalar()
    if entry_id is None:
        raise AlreadyWaiting
    return await queries.get(session, entry_id, account_id=account_id)


async def accept(session: AsyncSession, settings: Settings, entry_id: str, *, account_id: str) -> Hold:
    """What is offered becomes a hold: it was held and counted for the account all the time.

    Raises WaitlistEntryNotFound, NothingOffered, OfferIsOver, and what a hold of so many would, but for stock and counts.
    """
    entry = await queries.get_for_update(session, entry_id, account_id=account_id)
    moment = await clock.now(session)
    entry.require_offer(moment)
    hold = await holds.take_over(
        session, settings, account_id=account_id, event_id=entry.event_id, quantities=entry.quantities
    )
    entry.accept(moment, hold.id)
    return hold


async def leave(session: AsyncSession, entry_id: str, *, account_id: str) -> WaitlistEntry:
    """Raises WaitlistEntryNotFound, WaitlistEntryEnded."""
    entry = await queries.get_for_update(session, entry_id, account_id=account_id)
    await _end(session, [entry], Ending.LEFT)
    return entry


async def end_for_account(session: AsyncSession, account_id: str) -> None:
    """The account is closed; what was offered to it goes to the next in line."""
    await _end(session, await queries.list_live_for_update(session, account_id), Ending.ACCOUNT_CLOSED)


async def end_due(session: AsyncSession, entry_ids: Sequence[str]) -> None:
    """Ends those of the entries that are still due; what others have locked is passed over.

    An event that is postponed takes its offers back, and they wait again at their old places.
    """
    due = await queries.list_due_for_update(session, entry_ids)
    offered = [entry for entry in due if entry.is_offered]
    for event_id in sorted({entry.event_id for entry in offered}):
        stock = await AwaitedStock.lock(session, event_id)
        for entry in offered:
            if entry.event_id == event_id and entry.event.status == EventStatus.POSTPONED:
                stock.begin_waiting(entry.ticket_type_id)
    await claims.give_back(session, offered)
    moment = await clock.now(session)
    for entry in due:
        if entry.event.status == EventStatus.POSTPONED:
            entry.take_back()
        else:
            entry.end(moment, _why_over(entry, moment))
            await tell_end(session, entry)


async def tell_end(session: AsyncSession, entry: WaitlistEntry) -> None:
    """To whoever waited, when it was not their own doing."""
    assert entry.ended_because is not None, "it has ended"
    await outbox.add(session, WaitlistEnded(entry_id=entry.id, entry=state(entry), reason=entry.ended_because))


def state(entry: WaitlistEntry) -> WaitlistEntryState:
    """What the others are told of it."""
    return WaitlistEntryState(
        account_id=entry.account_id,
        event_id=entry.event_id,
        event_title=entry.event.title,
        ticket_type_id=entry.ticket_type_id,
        ticket_type_name=entry.ticket_type.name,
        quantity=entry.quantity,
    )


async def _end(session: AsyncSession, entries: Sequence[WaitlistEntry], because: Ending) -> None:
    """The caller has locked them."""
    moment = await clock.now(session)
    offered = [entry for entry in entries if entry.is_offered]
    for entry in entries:
        entry.end(moment, because)
    await claims.give_back(session, offered)
    if offered:
        pokes.hint(session, SERVE_TASK)


def _why_over(entry: WaitlistEntry, moment: datetime) -> Ending:
    if entry.event.is_canceled:
        return Ending.EVENT_CANCELED
    kind = entry.ticket_type
    is_hidden_from_line = kind.is_hidden and not entry.is_offered
    if kind.is_withdrawn or is_hidden_from_line or moment >= kind.last_sale_at(entry.event):
        return Ending.SALE_ENDED
    return Ending.OFFER_PASSED
