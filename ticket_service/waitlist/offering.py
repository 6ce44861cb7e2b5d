"""Offers tickets that have returned to those who wait for them, strictly in the order in which they joined.

Whoever is first and wants more than has returned keeps the others waiting: to pass over them would let small wishes starve
large ones. What is offered is held and counted for the account in the same transaction.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from shared.errors import Unavailable
from shared.message_log import outbox
from shared.messages.ticket import WaitlistOffered
from shared.persistence import clock
from shared.persistence.database import Database
from ticket_service.catalog.models import Event, EventStatus, TicketType
from ticket_service.catalog.offers import Offer
from ticket_service.config import Settings
from ticket_service.stock import allowances
from ticket_service.stock.awaited import AwaitedStock
from ticket_service.stock.errors import TooManyPerAccount, TooManyUnpaid
from ticket_service.sweeping import sweep
from ticket_service.waitlist import queries
from ticket_service.waitlist import service as waitlist
from ticket_service.waitlist.models import Ending, WaitlistEntry

log = structlog.get_logger()

EVENTS_AT_ONCE = 100
ENTRIES_AT_ONCE = 25
# The nearer the doors, the sooner the next in line has a turn; but never so soon that nobody reads the mail in time.
SHARE_OF_TIME_LEFT = 4
SHORTEST = timedelta(minutes=5)


async def serve(database: Database, settings: Settings) -> None:
    """Ends what is over, then offers what has returned.

    For each event that has something to offer, a transaction at a time. One event's trouble stops no other.
    """
    await sweep(database, queries.find_due, waitlist.end_due)
    after: str | None = None
    while True:
        async with database.transaction() as session:
            event_ids = await queries.find_events_to_serve(session, EVENTS_AT_ONCE, after=after)
        for event_id in event_ids:
            await _offer_all(database, settings, event_id)
        if len(event_ids) < EVENTS_AT_ONCE:
            return
        after = event_ids[-1]


async def _offer_all(database: Database, settings: Settings, event_id: str) -> None:
    has_more = True
    while has_more:
        try:
            async with database.transaction() as session:
                has_more = await offer(session, settings, event_id)
        except (DBAPIError, Unavailable):
            log.exception("not_offered", event_id=event_id)
            return


async def offer(session: AsyncSession, settings: Settings, event_id: str) -> bool:
    """Offers what has returned of the event's tickets. Whether there may be more to offer."""
    entries = await queries.list_first_for_update(session, event_id, ENTRIES_AT_ONCE)
    round_ = _Round(session, settings, await AwaitedStock.lock(session, event_id), await clock.now(session))
    for entry in entries:
        await round_.consider(entry)
    await session.flush()  # so that those who have got their offer wait no longer
    awaited = await queries.find_awaited_types(session, event_id)
    has_more = round_.served >= ENTRIES_AT_ONCE
    # Before the last round nobody knows whether somebody lacks a place of the whole event: others would take it meanwhile.
    is_whole_kept = has_more and round_.stock.is_whole_awaited
    await round_.stock.set_awaited(session, awaited, whole=round_.is_whole_event_short or is_whole_kept)
    return has_more


@dataclass
class _Round:
    session: AsyncSession
    settings: Settings
    stock: AwaitedStock
    moment: datetime
    served: int = 0
    # Types whose first in line wants more than there is.
    stuck: set[str] = field(default_factory=set)
    # Whether somebody lacks nothing but a place of the whole event: nobody behind them gets it then.
    is_whole_event_short: bool = False

    async def consider(self, entry: WaitlistEntry) -> None:
        kind, number = entry.ticket_type, entry.quantity
        if kind.id in self.stuck or not _is_sold(entry.event, kind, self.moment):
            return
        if not self.stock.can_ever_have(kind.id, number):
            await self._end(entry, Ending.MORE_THAN_THERE_ARE)
        elif number > kind.max_per_order:
            await self._end(entry, Ending.LIMIT_REACHED)
        elif self.is_whole_event_short or not self.stock.has_left(kind.id, number):
            self.stuck.add(kind.id)
            self.is_whole_event_short |= self.stock.lacks_only_the_whole_events(kind.id, number)
        else:
            await self._offer(entry)

    async def _offer(self, entry: WaitlistEntry) -> None:
        try:
            await allowances.use(
                self.session, entry.account_id, [Offer(entry.ticket_type, entry.quantity)], unpaid=True
            )
        except (TooManyPerAccount, TooManyUnpaid):
            await self._end(entry, Ending.LIMIT_REACHED)
            return
        self.served += 1
        self.stock.hold(entry.ticket_type_id, entry.quantity)
        until = offered_until(self.settings, entry, self.moment)
        entry.offer(until)
        offered = WaitlistOffered(entry_id=entry.id, entry=waitlist.state(entry), offered_until=until)
        await outbox.add(self.session, offered)

    async def _end(self, entry: WaitlistEntry, because: Ending) -> None:
        self.served += 1
        entry.end(self.moment, because)
        await waitlist.tell_end(self.session, entry)


def offered_until(settings: Settings, entry: WaitlistEntry, moment: datetime) -> datetime:
    longest = timedelta(seconds=settings.waitlist_offer_seconds)
    share = (entry.event.doors_at - moment) / SHARE_OF_TIME_LEFT
    return min(moment + min(longest, max(SHORTEST, share)), entry.ticket_type.last_sale_at(entry.event))


def _is_sold(event: Event, kind: TicketType, moment: datetime) -> bool:
    """Whether its sale is open, to everybody. A type whose sale has begun may be hidden or put off afterwards."""
    has_begun = kind.sales_start_at is None or kind.sales_start_at <= moment
    is_over = kind.is_withdrawn or moment >= kind.last_sale_at(event)
    return event.status == EventStatus.PUBLISHED and has_begun and not is_over and not kind.is_hidden
