"""An order becomes paid: its tickets and the message are made in the same transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock, outbox
from shared.messages.ticket import OrderPaid, TicketState
from ticket_service.catalog import offers
from ticket_service.catalog.models import Event
from ticket_service.orders import service as orders
from ticket_service.orders.models import Order
from ticket_service.tickets import service as tickets
from ticket_service.tickets.models import Ticket


async def complete(session: AsyncSession, order: Order) -> None:
    """Marks the order paid and issues its tickets. The caller has locked the order and counted its tickets as sold."""
    event = await offers.get_event(session, order.event_id)
    issued, told = mark_paid(order, event, await clock.now(session))
    session.add_all(issued)
    await outbox.add(session, told)


def mark_paid(order: Order, event: Event, moment: datetime) -> tuple[Sequence[Ticket], OrderPaid]:
    """The order is paid; its new tickets and what the others are told are the caller's to write."""
    order.mark_paid(moment)
    issued = tickets.issue(order, moment)
    told = OrderPaid(
        order_id=order.id,
        order=orders.state(order, event),
        tickets=[
            TicketState(ticket_id=ticket.id, ticket_type_id=ticket.ticket_type_id, holder_name=ticket.holder_name)
            for ticket in issued
        ],
        paid_at=moment,
    )
    return issued, told
