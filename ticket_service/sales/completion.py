"""An order becomes paid: its tickets and the message are made in the same transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from shared.message_log import outbox
from shared.message_log.outbox import OutboxMessage
from shared.messages.ticket import OrderPaid, TicketState
from shared.persistence import bulk, clock
from ticket_service.catalog import offers
from ticket_service.catalog.models import Event
from ticket_service.orders import service as orders
from ticket_service.orders.models import Order
from ticket_service.tickets import service as tickets
from ticket_service.tickets.models import Ticket


async def complete(session: AsyncSession, order: Order) -> None:
    """Marks the order paid and issues its tickets. The caller has locked the order and counted its tickets as sold."""
    await complete_all(session, [order], {order.event_id: await offers.get_event(session, order.event_id)})


async def complete_all(session: AsyncSession, completed: Sequence[Order], events: Mapping[str, Event]) -> None:
    """The same for many orders, of these events, at once."""
    moment = await clock.now(session)
    issued: list[Ticket] = []
    told: list[OutboxMessage] = []
    for order in completed:
        made, message = mark_paid(order, events[order.event_id], moment)
        issued += made
        told.append(outbox.entry(message, moment))
    await session.flush()  # orders before their tickets
    await bulk.insert_all(session, bulk.Insert(issued), outbox.appending(session, told))


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
