"""The people at the doors. Ticket is told after each change of a published event's staff, with all accounts."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from event_service.accounts import service as accounts
from event_service.events import queries
from event_service.events.models import Event
from event_service.staff.errors import AlreadyStaff, TooManyStaff
from event_service.staff.models import Staff
from shared.access.principals import Role
from shared.errors import NotFound
from shared.message_log import outbox
from shared.messages.event import StaffChanged
from shared.persistence import clock

MOST_STAFF = 500


async def invite(session: AsyncSession, event: Event, email: str) -> Staff:
    """Whoever has the address as verified joins soon, others when they verify it. Hold the event's lock.

    Raises EventIsCanceled, AlreadyStaff, TooManyStaff.
    """
    event.check_changeable()
    rows = select(func.count(), func.count().filter(Staff.email == email)).where(Staff.event_id == event.id)
    staff, same = (await session.execute(rows)).one()
    if same:
        raise AlreadyStaff(param="email")
    if staff >= MOST_STAFF:
        raise TooManyStaff
    invited = Staff(event_id=event.id, email=email, account_id=None, created_at=await clock.now(session))
    session.add(invited)
    await accounts.look_up(session, email)
    await session.flush()  # its id is shown to the caller
    return invited


async def remove(session: AsyncSession, event: Event, staff_id: str) -> None:
    """Hold the event's lock. Raises NotFound."""
    row = await session.get(Staff, staff_id)
    if row is None or row.event_id != event.id:
        raise NotFound
    await session.delete(row)
    await tell(session, event)


async def list_all(session: AsyncSession, event_id: str) -> Sequence[Staff]:
    rows = select(Staff).where(Staff.event_id == event_id).order_by(Staff.id)
    return (await session.execute(rows)).scalars().all()


async def accept(session: AsyncSession, email: str, account_id: str) -> None:
    """The account has the address as verified: it joins wherever the address was invited."""
    invited = select(Staff.event_id).where(Staff.email == email, Staff.account_id.is_(None))
    for event in await queries.lock_all(session, Event.id.in_(invited)):
        row = select(Staff).where(Staff.event_id == event.id, Staff.email == email, Staff.account_id.is_(None))
        staff = (await session.execute(row)).scalar_one_or_none()
        if staff is None:
            continue
        if account_id in await _accounts(session, event.id):
            await session.delete(staff)
            continue
        staff.account_id = account_id
        await accounts.grant(session, account_id, Role.OPERATOR)
        await tell(session, event)


async def forget(session: AsyncSession, account_id: str) -> None:
    """The account is closed: it checks no tickets any more."""
    joined = select(Staff.event_id).where(Staff.account_id == account_id)
    for event in await queries.lock_all(session, Event.id.in_(joined)):
        row = select(Staff).where(Staff.event_id == event.id, Staff.account_id == account_id)
        staff = (await session.execute(row)).scalar_one_or_none()
        if staff is not None:
            await session.delete(staff)
            await tell(session, event)


async def tell(session: AsyncSession, event: Event) -> None:
    """A draft's staff is told with its publication. Hold the event's lock."""
    if event.is_public:
        event.staff_version += 1
        account_ids = await _accounts(session, event.id)
        await outbox.add(session, StaffChanged(event_id=event.id, account_ids=account_ids, version=event.staff_version))


async def _accounts(session: AsyncSession, event_id: str) -> list[str]:
    rows = select(Staff.account_id).where(Staff.event_id == event_id).order_by(Staff.id)
    return [account_id for account_id in (await session.execute(rows)).scalars() if account_id is not None]
