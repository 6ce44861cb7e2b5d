"""What can be done with check-ins; `together.py` makes them."""

from collections.abc import Mapping, Sequence

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.principals import Principal
from shared.message_log import outbox
from shared.persistence import clock
from ticket_service.check_ins import staff, telling
from ticket_service.check_ins.errors import CheckInNotFound
from ticket_service.check_ins.models import CheckIn, Scan
from ticket_service.tickets import service as tickets
from ticket_service.tickets.models import Ticket, TicketStatus


async def undo(session: AsyncSession, event_id: str, check_in_id: str, *, operator: Principal, reason: str) -> CheckIn:
    """Takes a check-in back: the ticket can enter again, unless a later check-in had given its place to this one.

    That one stands again then. Raises EventNotStaffed, CheckInNotFound, AlreadyUndone.
    """
    await staff.get_event(session, event_id, operator)
    of_event = CheckIn.id == check_in_id, CheckIn.event_id == event_id
    ticket_id = (await session.execute(select(CheckIn.ticket_id).where(*of_event))).scalar_one_or_none()
    ticket = await tickets.find_for_update(session, ticket_id) if ticket_id else None
    if ticket is None:
        raise CheckInNotFound
    check_in = (await session.execute(select(CheckIn).where(*of_event).with_for_update())).scalar_one()
    check_in.undo(await clock.now(session), account_id=operator.account_id, reason=reason)
    await outbox.add(session, telling.undone(ticket, check_in))
    taking_a_place = Scan.ticket_id == ticket.id, Scan.check_in_id == check_in.id, Scan.replaced_id == CheckIn.id
    later = (await session.execute(select(CheckIn).join(Scan, and_(*taking_a_place)))).scalar_one_or_none()
    if later is not None:
        later.stand_again()
        await outbox.add(session, telling.checked_in(ticket, later))
    return check_in


async def count(session: AsyncSession, event_id: str, *, operator: Principal) -> tuple[int, Mapping[str | None, int]]:
    """How many tickets of the event are valid, and how many are inside by gate. Raises EventNotStaffed."""
    await staff.get_event(session, event_id, operator)
    valid = select(func.count()).where(Ticket.event_id == event_id, Ticket.status == TicketStatus.VALID)
    standing = CheckIn.event_id == event_id, CheckIn.undone_at.is_(None)
    inside = (
        select(CheckIn.gate, func.count().label("inside"))
        .where(*standing)
        .group_by(CheckIn.gate)
        .order_by(CheckIn.gate)
    )
    by_gate = {row.gate: row.inside for row in await session.execute(inside)}
    return (await session.execute(valid)).scalar_one(), by_gate


async def list_admitted(session: AsyncSession, ticket_ids: Sequence[str]) -> Sequence[str]:
    """Those of the tickets that are inside. Lock the tickets first: nobody is admitted meanwhile then."""
    query = select(CheckIn.ticket_id).where(CheckIn.ticket_id.in_(ticket_ids), CheckIn.undone_at.is_(None))
    return (await session.execute(query)).scalars().all()


async def list_standing(session: AsyncSession, ticket_ids: Sequence[str]) -> Mapping[str, CheckIn]:
    """The check-in that counts, of those of the tickets that are inside."""
    query = select(CheckIn).where(CheckIn.ticket_id.in_(ticket_ids), CheckIn.undone_at.is_(None))
    return {check_in.ticket_id: check_in for check_in in (await session.execute(query)).scalars()}
