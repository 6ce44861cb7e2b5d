from typing import Annotated

from fastapi import Query
from sqlalchemy.ext.asyncio import AsyncSession

from shared.deciding import idempotency
from shared.web import problems
from shared.web.identity import Caller, LiveCaller
from shared.web.pagination import Page
from shared.web.paging import PagingQuery
from shared.web.transactions import Transaction
from ticket_service.catalog.errors import (
    EventIsCanceled,
    EventIsPostponed,
    SalesEnded,
    SalesNotStarted,
    TicketTypeNotFound,
    TooManyPerOrder,
)
from ticket_service.catalog.ids import EventId
from ticket_service.holds import router as holds
from ticket_service.holds.router import SettingsOfService
from ticket_service.holds.schemas import HoldRead
from ticket_service.stock.errors import TooManyPerAccount
from ticket_service.waitlist import queries
from ticket_service.waitlist import service as waitlist
from ticket_service.waitlist.errors import (
    AlreadyWaiting,
    MoreThanThereAre,
    NothingOffered,
    NotSoldOut,
    OfferIsOver,
    WaitlistEntryEnded,
    WaitlistEntryNotFound,
)
from ticket_service.waitlist.models import EntryStatus, WaitlistEntry
from ticket_service.waitlist.schemas import WaitlistEntryId, WaitlistEntryRead, WaitlistJoin

router = idempotency.router(tags=["waitlist"])

_NOT_SOLD = (EventIsCanceled, EventIsPostponed, SalesEnded, TooManyPerOrder, TooManyPerAccount)


@router.post(
    "/waitlist",
    status_code=201,
    dependencies=[idempotency.required],
    responses=problems.responses(
        TicketTypeNotFound, SalesNotStarted, *_NOT_SOLD, NotSoldOut, AlreadyWaiting, MoreThanThereAre
    ),
)
async def join_waitlist(wish: WaitlistJoin, caller: LiveCaller, session: Transaction) -> WaitlistEntryRead:
    """Waits in line for tickets of a type that is sold out.

    What returns is offered in the order of joining, by e-mail and for a limited time, before anybody else can buy it.
    Whoever is first waits until there are as many as they want; nobody is passed over.
    """
    entry = await waitlist.join(
        session, account_id=caller.account_id, ticket_type_id=wish.ticket_type_id, quantity=wish.quantity
    )
    return await _shown(session, entry)


@router.get("/waitlist")
async def list_waitlist_entries(
    caller: Caller,
    session: Transaction,
    paging: PagingQuery,
    status: Annotated[EntryStatus | None, Query()] = None,
    event_id: Annotated[EventId | None, Query()] = None,
) -> Page[WaitlistEntryRead]:
    """Your places in line and what became of them, the newest first."""
    page = await queries.list_own(session, caller.account_id, paging, status=status, event_id=event_id)
    places = await queries.find_places(session, page.data)
    shown = [WaitlistEntryRead.of(entry, places.get(entry.id)) for entry in page.data]
    return Page(data=shown, has_more=page.has_more, next_cursor=page.next_cursor)


@router.get("/waitlist/{entry_id}", responses=problems.responses(WaitlistEntryNotFound))
async def get_waitlist_entry(entry_id: WaitlistEntryId, caller: Caller, session: Transaction) -> WaitlistEntryRead:
    """One of your places in line."""
    return await _shown(session, await queries.get(session, entry_id, account_id=caller.account_id))


@router.post(
    "/waitlist/{entry_id}/accept",
    status_code=201,
    dependencies=[idempotency.required],
    responses=problems.responses(WaitlistEntryNotFound, NothingOffered, OfferIsOver, *_NOT_SOLD),
)
async def accept_waitlist_offer(
    entry_id: WaitlistEntryId, caller: LiveCaller, session: Transaction, settings: SettingsOfService
) -> HoldRead:
    """Turns the tickets that are offered to you into a hold, at the prices of this moment; order it like any other."""
    hold = await waitlist.accept(session, settings, entry_id, account_id=caller.account_id)
    return await holds.shown(session, hold)


@router.post(
    "/waitlist/{entry_id}/leave",
    dependencies=[idempotency.required],
    responses=problems.responses(WaitlistEntryNotFound, WaitlistEntryEnded),
)
async def leave_waitlist(entry_id: WaitlistEntryId, caller: LiveCaller, session: Transaction) -> WaitlistEntryRead:
    """Gives your place up, or what is offered to you; it goes to the next in line."""
    return await _shown(session, await waitlist.leave(session, entry_id, account_id=caller.account_id))


async def _shown(session: AsyncSession, entry: WaitlistEntry) -> WaitlistEntryRead:
    places = await queries.find_places(session, [entry])
    return WaitlistEntryRead.of(entry, places.get(entry.id))
