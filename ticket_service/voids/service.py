from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.principals import Principal
from shared.message_log import outbox
from shared.messages.ticket import TicketVoided
from shared.persistence import clock
from shared.persistence.database import among
from ticket_service.catalog import organizers
from ticket_service.changes import service as changes
from ticket_service.changes.models import What
from ticket_service.check_ins import service as check_ins
from ticket_service.check_ins.errors import TicketIsInside
from ticket_service.orders import service as orders
from ticket_service.stock import claims
from ticket_service.tickets import service as tickets
from ticket_service.tickets.errors import TicketNotFound, TicketNotValid
from ticket_service.tickets.models import Ticket
from ticket_service.voids.models import Void


async def void(session: AsyncSession, ticket_id: str, caller: Principal, *, reason: str, is_forced: bool) -> Void:
    """The ticket ends and is on sale again; what was paid for it stays where it is.

    Raises TicketNotFound for whoever does not organize its event, TicketNotValid, TicketIsInside unless it is forced.
    """
    seen = await tickets.find(session, ticket_id)
    if seen is None or not await organizers.organizes(session, caller, seen.event_id):
        raise TicketNotFound
    order = await orders.get_for_update(session, seen.order_id)
    if ticket_id not in {ticket.id for ticket in await tickets.list_valid_of_order(session, order.id)}:
        raise TicketNotValid
    await claims.return_sold(session, order.account_id, order.event_id, {seen.ticket_type_id: 1})
    ticket = await tickets.find_for_update(session, ticket_id)
    assert ticket is not None, "tickets are never deleted"
    moment = await clock.now(session)
    ticket.void(moment)
    if not is_forced and await check_ins.list_admitted(session, [ticket_id]):
        raise TicketIsInside(ticket_ids=[ticket_id])
    voided = Void(ticket_id=ticket_id, voided_by=caller.account_id, voided_at=moment, reason=reason)
    session.add(voided)
    by = changes.manager(caller)
    await changes.note(session, order.id, What.TICKET_VOIDED, by, reason=reason, ticket_id=ticket_id)
    await session.flush()  # the ticket has ended for the count below
    await outbox.add(session, await _told(session, ticket, voided))
    return voided


async def find_reasons(session: AsyncSession, ticket_ids: Collection[str]) -> Mapping[str, str]:
    """Why those of the tickets have ended that were voided."""
    rows = await session.execute(select(Void.ticket_id, Void.reason).where(among(Void.ticket_id, ticket_ids)))
    return {row.ticket_id: row.reason for row in rows}


async def _told(session: AsyncSession, ticket: Ticket, voided: Void) -> TicketVoided:
    return TicketVoided(
        ticket_id=ticket.id,
        version=ticket.version,
        order_id=ticket.order_id,
        event_id=ticket.event_id,
        event_title=ticket.event.title,
        ticket_type_id=ticket.ticket_type_id,
        ticket_type_name=ticket.ticket_type.name,
        account_id=ticket.account_id,
        reason=voided.reason,
        order_tickets_left=await tickets.count_valid_of_order(session, ticket.order_id),
        voided_at=voided.voided_at,
    )
