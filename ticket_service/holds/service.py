"""What can be done with holds."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from shared import clock, purging
from shared.database import Database
from shared.ids import earliest_id
from ticket_service.catalog import offers
from ticket_service.catalog.models import Code
from ticket_service.catalog.offers import Offer
from ticket_service.config import Settings
from ticket_service.holds.errors import HoldNotFound
from ticket_service.holds.models import Hold, HoldLine, HoldStatus
from ticket_service.pricing import codes
from ticket_service.pricing.calculation import Terms
from ticket_service.pricing.codes import Entered
from ticket_service.pricing.terms import terms_of
from ticket_service.stock import allowances, claims

# Long enough for people to look at what became of one.
KEPT = timedelta(days=7)


async def take(
    session: AsyncSession,
    settings: Settings,
    *,
    account_id: str,
    event_id: str,
    quantities: Mapping[str, int],
    entered: Entered,
) -> Hold:
    """Holds tickets at the present prices. Raises the catalog's and the codes' errors, TooManyPerAccount or SoldOut."""
    moment = await clock.now(session)
    event, rules = await offers.get_event_with_rules(session, event_id)
    found = await codes.find(session, event_id, entered.words)
    good = codes.check(found, entered, quantities, moment)
    offered = await offers.get_offers(session, event, quantities, moment, good.unlocked)
    await claims.hold(session, account_id, event_id, offered, good.all)
    return await _made(session, settings, account_id, offered, terms_of(rules), good.access)


async def take_over(
    session: AsyncSession, settings: Settings, *, account_id: str, event_id: str, quantities: Mapping[str, int]
) -> Hold:
    """Makes a hold of what is held and counted for the account already.

    Raises what `take` would raise now, except for stock and counts; that a type is hidden does not matter any more.
    """
    moment = await clock.now(session)
    event, rules = await offers.get_event_with_rules(session, event_id)
    offered = await offers.get_offers(session, event, quantities, moment, unlocked=quantities)
    await allowances.require(session, account_id, [offer.ticket_type for offer in offered])
    return await _made(session, settings, account_id, offered, terms_of(rules), None)


async def _made(
    session: AsyncSession,
    settings: Settings,
    account_id: str,
    offered: Sequence[Offer],
    terms: Terms,
    access: Code | None,
) -> Hold:
    moment = await clock.now(session)
    hold = Hold(
        account_id=account_id,
        event_id=offered[0].ticket_type.event_id,
        currency=offered[0].ticket_type.currency,
        access_code_id=access.id if access else None,
        created_at=moment,
        expires_at=moment + timedelta(seconds=settings.hold_seconds),
        lines=[
            HoldLine(
                ticket_type_id=offer.ticket_type.id,
                position=position,
                quantity=offer.quantity,
                unit_price=offer.unit_price,
            )
            for position, offer in enumerate(offered)
        ],
    )
    hold.fix_price(terms)
    session.add(hold)
    await session.flush()  # fills in the defaults that the answer shows
    return hold


async def get(session: AsyncSession, hold_id: str, *, account_id: str) -> Hold:
    """The account's hold with its lines. Raises HoldNotFound, also for somebody else's."""
    query = select(Hold).where(Hold.id == hold_id, Hold.account_id == account_id)
    hold = (await session.execute(query.options(selectinload(Hold.lines)))).scalar_one_or_none()
    if hold is None:
        raise HoldNotFound
    return hold


async def get_for_update(session: AsyncSession, hold_id: str, *, account_id: str) -> Hold:
    """The same, locked: of ordering, extending, releasing and expiring a hold one comes first."""
    query = select(Hold).where(Hold.id == hold_id, Hold.account_id == account_id).with_for_update()
    hold = (await session.execute(query.options(selectinload(Hold.lines)))).scalar_one_or_none()
    if hold is None:
        raise HoldNotFound
    return hold


async def extend(session: AsyncSession, settings: Settings, hold_id: str, *, account_id: str) -> Hold:
    """Begins the hold's time again. Raises what `take` would raise now, except for stock and counts: it has both."""
    hold = await get_for_update(session, hold_id, account_id=account_id)
    moment = await clock.now(session)
    hold.extend(moment, moment + timedelta(seconds=settings.hold_seconds), settings.hold_extensions)
    event = await offers.get_event(session, hold.event_id)
    unlocked = await codes.find_unlocked(session, hold.access_code_id, moment)
    offered = await offers.get_offers(session, event, hold.quantities, moment, unlocked)
    await allowances.require(session, account_id, [offer.ticket_type for offer in offered])
    return hold


async def release(session: AsyncSession, hold_id: str, *, account_id: str) -> None:
    hold = await get_for_update(session, hold_id, account_id=account_id)
    hold.release(await clock.now(session))
    await claims.give_back(session, [hold])


async def end_for_event(session: AsyncSession, event_id: str) -> None:
    """Lets the event's active holds run out now; the sweeper gives their tickets back."""
    await session.execute(
        update(Hold)
        .where(Hold.event_id == event_id, Hold.status == HoldStatus.ACTIVE)
        .values(expires_at=await clock.now(session))
    )


async def find_due(session: AsyncSession, limit: int) -> Sequence[str]:
    """Holds whose time is over, the longest over first."""
    due = select(Hold.id).where(*await _due(session)).order_by(Hold.expires_at).limit(limit)
    return (await session.execute(due)).scalars().all()


async def expire(session: AsyncSession, hold_ids: Sequence[str]) -> None:
    """Expires those of the holds that are still due; what others have locked is passed over."""
    due = (
        select(Hold)
        .where(Hold.id.in_(hold_ids), *await _due(session))
        .with_for_update(skip_locked=True)
        .options(selectinload(Hold.lines))
    )
    holds = (await session.execute(due)).scalars().all()
    for hold in holds:
        hold.expire()
    await claims.give_back(session, holds)


async def purge(database: Database) -> None:
    """Forgets holds that ended, with their lines: orders have what was agreed. They are found by the age of their ids."""

    def is_over(now: datetime) -> ColumnElement[bool]:
        return and_(Hold.id < earliest_id("hold", now - KEPT), Hold.status != HoldStatus.ACTIVE)

    await purging.purge(database, Hold, is_over)


async def _due(session: AsyncSession) -> tuple[ColumnElement[bool], ...]:
    return Hold.status == HoldStatus.ACTIVE, Hold.expires_at <= await clock.now(session)
