"""What can be done with holds."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from shared.ids import earliest_id, new_id
from shared.persistence import bulk, clock, purging
from shared.persistence.database import Database, among
from ticket_service.catalog import offers
from ticket_service.catalog.models import Code
from ticket_service.catalog.offers import Offer
from ticket_service.config import Settings
from ticket_service.holds.errors import HoldNotFound
from ticket_service.holds.models import Hold, HoldLine, HoldStatus
from ticket_service.pricing import codes
from ticket_service.pricing.calculation import Line, Terms, calculate
from ticket_service.pricing.terms import terms_of
from ticket_service.stock import allowances, claims

# Long enough for people to look at what became of one.
KEPT = timedelta(days=7)


async def take_over(
    session: AsyncSession, settings: Settings, *, account_id: str, event_id: str, quantities: Mapping[str, int]
) -> Hold:
    """Makes a hold of what is held and counted for the account already.

    Raises what taking it would raise now, except for stock and counts; that a type is hidden does not matter any more.
    """
    moment = await clock.now(session)
    event, rules = await offers.get_event_with_rules(session, event_id)
    offered = await offers.get_offers(session, event, quantities, moment, unlocked=quantities)
    await allowances.require(session, account_id, [offer.ticket_type for offer in offered])
    hold = draft(settings, account_id, offered, terms_of(rules), None, moment)
    session.add_all([hold, *hold.lines])
    await session.flush()  # the hold before what refers to it
    return hold


def draft(
    settings: Settings, account_id: str, offered: Sequence[Offer], terms: Terms, access: Code | None, moment: datetime
) -> Hold:
    """An active hold of what is offered, with its id and its lines, in no session. Its tickets are the caller's to take."""
    hold_id, currency = new_id("hold"), offered[0].ticket_type.currency
    lines = [Line(offer.ticket_type.id, offer.unit_price, offer.quantity) for offer in offered]
    fixed = asdict(terms)
    hold = bulk.row(
        Hold,
        id=hold_id,
        account_id=account_id,
        event_id=offered[0].ticket_type.event_id,
        status=HoldStatus.ACTIVE,
        total=calculate(lines, terms, currency, None).total,
        currency=currency,
        tax_name=fixed.pop("tax_name"),
        _terms=fixed,
        access_code_id=access.id if access else None,
        extensions=0,
        created_at=moment,
        expires_at=moment + timedelta(seconds=settings.hold_seconds),
    )
    held = [
        bulk.row(
            HoldLine,
            hold_id=hold_id,
            ticket_type_id=offer.ticket_type.id,
            position=position,
            quantity=offer.quantity,
            unit_price=offer.unit_price,
        )
        for position, offer in enumerate(offered)
    ]
    # Not `hold.lines = held`, which would record a change for the session that most holds never see.
    set_committed_value(hold, "lines", held)
    return hold


async def get(session: AsyncSession, hold_id: str, *, account_id: str) -> Hold:
    """The account's hold with its lines. Raises HoldNotFound, also for somebody else's."""
    return await _one(session, _with_lines(Hold.id == hold_id, Hold.account_id == account_id))


async def get_for_update(session: AsyncSession, hold_id: str, *, account_id: str) -> Hold:
    """The same, locked: of ordering, extending, releasing and expiring a hold one comes first."""
    query = _with_lines(Hold.id == hold_id, Hold.account_id == account_id)
    return await _one(session, query.with_for_update(of=Hold))


async def lock_free(session: AsyncSession, hold_ids: Collection[str]) -> Mapping[str, Hold]:
    """Those of the holds, whosever they are, that nobody else has locked, by id; locked in the order of their ids."""
    query = _with_lines(among(Hold.id, hold_ids)).order_by(Hold.id).with_for_update(of=Hold, skip_locked=True)
    return {hold.id: hold for hold in (await session.execute(query)).unique().scalars()}


def _with_lines(*criteria: ColumnElement[bool]) -> Select[Hold]:
    """In one question; a hold has a line at least."""
    return select(Hold).where(*criteria).options(joinedload(Hold.lines, innerjoin=True))


async def _one(session: AsyncSession, query: Select[Hold]) -> Hold:
    hold = (await session.execute(query)).unique().scalar_one_or_none()
    if hold is None:
        raise HoldNotFound
    return hold


async def extend(session: AsyncSession, settings: Settings, hold_id: str, *, account_id: str) -> Hold:
    """Begins the hold's time again. Raises what taking it would raise now, except for stock and counts: it has both."""
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
    due = _with_lines(among(Hold.id, hold_ids), *await _due(session)).with_for_update(of=Hold, skip_locked=True)
    holds = (await session.execute(due)).unique().scalars().all()
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
