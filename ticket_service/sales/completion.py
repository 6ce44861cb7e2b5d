"""An order becomes paid: its tickets and the message are made in the same transaction."""

from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock, outbox
from shared.messages.ticket import OrderPaid, TicketState
from ticket_service.orders import service as orders
from ticket_service.orders.models import Order
from ticket_service.tickets import service as tickets


async def complete(session: AsyncSession, order: Order) -> None:
    """Marks the order paid and issues its tickets. The caller has locked the order and counted its tickets as sold."""
    moment = await clock.now(session)
    order.mark_paid(moment)
    issued = await tickets.issue(session, order, order.holders)
    await outbox.add(
        session,
        OrderPaid(
            order_id=order.id,
            order=await orders.state_of(session, order),
            tickets=[
                TicketState(ticket_id=ticket.id, ticket_type_id=ticket.ticket_type_id, holder_name=ticket.holder_name)
                for ticket in issued
            ],
            paid_at=moment,
        ),
    )
